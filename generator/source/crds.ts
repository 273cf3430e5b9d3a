import {
  readBaseFacts,
  readScale,
  type BaseFacts,
  type Schemas,
} from "../crd/base-facts.js";
import type { Crd } from "../crd/crd.js";
import { discoveryOf } from "../crd/discovery.js";
import {
  hasScaleOf,
  publishDocument,
  type ServedCrd,
} from "../crd/document.js";
import { layCrds } from "../crd/lay-crds.js";
import type { Diagnostics } from "../diagnostics.js";
import { parseStructuredText } from "../structured-text.js";
import { builtinSource } from "./builtin.js";
import type { DocumentEntry, Source } from "./source.js";

/** What definitions alone do not give. */
interface Base {
  readonly facts: BaseFacts;
  readonly scale: Schemas;
}

/** The definitions of one place that `--from` names. */
export interface Crds {
  readonly kind: "definitions";
  /** The file or the folder. */
  readonly label: string;
  readonly crds: readonly Crd[];
}

/**
 * Puts the definitions of places that stand side by side together, as one source in their place.
 *
 * What definitions do not give comes from the source that they are laid over; failing that from the others; and failing those from the
 * built-in snapshot.
 */
export function publishCrds(
  opened: readonly (Crds | Source)[],
  diagnostics: Diagnostics,
): readonly Source[] {
  const published: Source[] = [];
  for (let index = 0; index < opened.length;) {
    const layers = crdsFrom(opened, index);
    const source = opened[index];
    index += Math.max(1, layers.length);
    if (source !== undefined && source.kind !== "definitions") {
      published.push(source);
      continue;
    }
    const before = opened.slice(0, index).filter(isSource).reverse();
    const after = opened.slice(index).filter(isSource);
    const crds = layCrds(
      layers.map((layer) => layer.crds),
      diagnostics,
    );
    const label = spellLabels(layers);
    const bases = [...before, ...after, builtinSource()];
    published.push(crdSource(label, crds, bases));
  }
  return published;
}

function crdsFrom(
  opened: readonly (Crds | Source)[],
  start: number,
): readonly Crds[] {
  const rest = opened.slice(start);
  const end = rest.findIndex(isSource);
  return rest
    .slice(0, end < 0 ? undefined : end)
    .filter((one) => one.kind === "definitions");
}

function isSource(one: Crds | Source): one is Source {
  return one.kind !== "definitions";
}

function spellLabels(layers: readonly Crds[]): string {
  const [first, ...others] = layers.map(({ label }) => label);
  return others.length === 0
    ? (first ?? "")
    : `${first} and ${others.length} more`;
}

/**
 * CustomResourceDefinitions, as the documents that a server with them publishes.
 *
 * What a server puts into each of these documents itself (the schemas of apimachinery and of `scale`, and the parameters that its version
 * knows) is taken from other documents, which do not become part of the source.
 *
 * @param crds no two of them with the same name
 * @param bases where such documents are looked for, in this order, the last of which has them; the version is the first one's
 */
function crdSource(
  label: string,
  crds: readonly Crd[],
  bases: readonly Source[],
): Source {
  let base: Promise<Base> | undefined;
  const needsScale = crds.some(({ versions }) => versions.some(hasScaleOf));
  const load = (signal: AbortSignal | undefined): Promise<Base> =>
    (base ??= findBase(bases, needsScale, signal));
  return {
    kind: "crds",
    label,
    list: () =>
      Promise.resolve(
        [...groupVersionsOf(crds)].map(([key, served]) => ({
          key,
          label: `${spellFiles(served)}: ${key}`,
          definedAt: new Map(
            served.map(({ crd: { names, origin } }) => [
              names.plural,
              {
                file: origin.file,
                line: origin.lineOf(["metadata", "name"]),
              },
            ]),
          ),
          async read(signal) {
            const { facts, scale } = await load(signal);
            const text = publishDocument(served, facts, scale);
            return { kind: "text", text };
          },
        })),
      ),
    version: async (signal) => bases[0]?.version(signal),
    discovery: () => Promise.resolve({ apis: discoveryOf(crds) }),
    openapiV2: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

/** The custom resources of each group/version, by the key of its document. */
function groupVersionsOf(
  crds: readonly Crd[],
): ReadonlyMap<string, readonly ServedCrd[]> {
  const found = new Map<string, ServedCrd[]>();
  for (const crd of crds)
    for (const version of crd.versions) {
      const key = `apis/${crd.group}/${version.name}`;
      const served = found.get(key) ?? [];
      found.set(key, served);
      served.push({ crd, version });
    }
  return found;
}

function spellFiles(served: readonly ServedCrd[]): string {
  const files = new Set(served.map(({ crd }) => crd.origin.file));
  const [first = "", ...others] = [...files].sort();
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

async function findBase(
  bases: readonly Source[],
  needsScale: boolean,
  signal: AbortSignal | undefined,
): Promise<Base> {
  let facts: BaseFacts | undefined;
  let scale: Schemas | undefined;
  for (const base of bases)
    for (const entry of await groupVersionDocuments(base, signal)) {
      if (facts !== undefined && (scale !== undefined || !needsScale)) break;
      const document = await readEntry(entry, signal);
      facts ??= readBaseFacts(document);
      scale ??= readScale(document);
    }
  if (facts !== undefined && (scale !== undefined || !needsScale))
    return { facts, scale: scale ?? {} };
  throw new Error("no base has what servers put beside custom resources");
}

/** The documents of group/versions: that of the core group, which has everything, first. */
async function groupVersionDocuments(
  source: Source,
  signal: AbortSignal | undefined,
): Promise<readonly DocumentEntry[]> {
  const entries = await source.list(signal);
  return entries
    .filter(({ key }) => /^(?:api\/[^/]+|apis\/[^/]+\/[^/]+)$/.test(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function readEntry(
  entry: DocumentEntry,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const content = await entry.read(signal);
  return content.kind === "value"
    ? content.value
    : parseStructuredText(content.text, entry.label);
}
