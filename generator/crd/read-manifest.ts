import { isRecord } from "../json.js";
import { failure, type Diagnostics } from "../diagnostics.js";
import type { ManifestDocument } from "../manifest-text.js";
import { crdVersions, type Crd, type CrdOrigin } from "./crd.js";
import { readCrd } from "./read-crd.js";

/** What a manifest holds. */
export interface Manifest {
  readonly crds: readonly Crd[];
  /** How many definitions there are, with those that are wrong. */
  readonly definitions: number;
  /** How many objects there are of other kinds, by kind; what has no kind is under the empty one. */
  readonly others: ReadonlyMap<string, number>;
}

/** Reads the definitions of a manifest: those of each of its documents, and of the lists among them. */
export function readManifest(
  documents: readonly ManifestDocument[],
  file: string,
  diagnostics: Diagnostics,
): Manifest {
  const crds: Crd[] = [];
  const others = new Map<string, number>();
  let definitions = 0;
  for (const { value, number, lineOf } of documents) {
    const visit = (
      object: unknown,
      base: readonly (number | string)[],
      implied: { readonly apiVersion?: unknown; readonly kind?: unknown },
    ): void => {
      if (!isRecord(object)) return;
      const { apiVersion, kind, items }: Readonly<Record<string, unknown>> = {
        ...implied,
        ...object,
      };
      const text = typeof kind === "string" ? kind : "";
      if (text.endsWith("List") && Array.isArray(items)) {
        // The items of a typed list need not say what they are.
        const item = text.slice(0, -"List".length);
        const facts = item === "" ? {} : { apiVersion, kind: item };
        items.forEach((one, index) =>
          visit(one, [...base, "items", index], facts),
        );
        return;
      }
      const group = String(apiVersion).split("/");
      const isOurs =
        text === "CustomResourceDefinition" &&
        group[0] === "apiextensions.k8s.io";
      if (!isOurs) {
        others.set(text, (others.get(text) ?? 0) + 1);
        return;
      }
      definitions += 1;
      const origin: CrdOrigin = {
        file,
        document: number,
        lineOf: (path) => lineOf([...base, ...path]),
      };
      const api = crdVersions.find((version) => version === group[1]);
      if (api === undefined) throw unknownVersion(origin, String(apiVersion));
      const crd = readCrd(object, api, origin, base, diagnostics);
      if (crd !== undefined) crds.push(crd);
    };
    visit(value, [], {});
  }
  return { crds, definitions, others };
}

function unknownVersion(origin: CrdOrigin, apiVersion: string): Error {
  const line = origin.lineOf(["apiVersion"]);
  return failure({
    code: "invalid-crd",
    message: `document ${origin.document} is a CustomResourceDefinition of "${apiVersion}"`,
    hint: "apiextensions.k8s.io/v1 and v1beta1 can be read",
    at: { document: origin.file, ...(line === undefined ? {} : { line }) },
  });
}
