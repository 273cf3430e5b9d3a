import { vi } from "vitest";
import { parseAllDocuments } from "yaml";

import type {
  CustomResourceDefinition,
  JSONSchemaProps,
} from "../../output/apiextensions.k8s.io/v1/index.js";
import type { Kubernetes } from "../../output/index.js";
import type { Generation } from "../../generator/pipeline.js";
import { generateFrom } from "./generated-client.js";

/** A definition as a file has it. */
export type NamedDefinition = CustomResourceDefinition & {
  readonly metadata: { readonly name: string };
};

/** One version of a kind that definitions say is served. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly schema: JSONSchemaProps;
  readonly hasStatus: boolean;
  readonly hasScale: boolean;
  /** Objects are kept in another version, and only a program that is not there can convert them. */
  readonly needsConversion: boolean;
}

/** Every definition that YAML files hold; whatever else they hold is passed over. */
export function readDefinitions(
  texts: readonly string[],
): readonly NamedDefinition[] {
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as { kind?: string } | null)
    .filter((object) => object?.kind === "CustomResourceDefinition")
    .map((object) => object as NamedDefinition);
}

/** Each version that is served, of each definition. */
export function servedKinds(
  definitions: readonly CustomResourceDefinition[],
): readonly ServedKind[] {
  return definitions.flatMap(({ spec }) =>
    spec.versions
      .filter(({ served }) => served)
      .map(({ name, schema, subresources, storage }) => ({
        group: spec.group,
        version: name,
        plural: spec.names.plural,
        kind: spec.names.kind,
        schema: schema?.openAPIV3Schema ?? {},
        hasStatus: subresources?.status !== undefined,
        hasScale: subresources?.scale !== undefined,
        needsConversion: !storage && spec.conversion?.strategy === "Webhook",
      })),
  );
}

/** As the tests name it: `velero.io/v1 Backup`. */
export function kindName({ group, version, kind }: ServedKind): string {
  return `${group}/${version} ${kind}`;
}

/** Creates the definitions, all at once. */
export async function installDefinitions(
  { apiextensions }: Kubernetes,
  definitions: readonly NamedDefinition[],
): Promise<void> {
  await Promise.all(
    definitions.map((definition) =>
      apiextensions.v1.customResourceDefinitions.create(definition),
    ),
  );
}

/** Deletes them, with whatever is left of their kinds. */
export async function removeDefinitions(
  { apiextensions }: Kubernetes,
  definitions: readonly NamedDefinition[],
): Promise<void> {
  await Promise.all(
    definitions.map(({ metadata }) =>
      apiextensions.v1.customResourceDefinitions.delete(metadata.name),
    ),
  );
}

/** Generates a client of the groups of these kinds, once the server publishes them all. */
export async function generateKinds(
  kubeconfig: string,
  kinds: readonly ServedKind[],
): Promise<Generation> {
  const include = [...new Set(kinds.map(({ group }) => group))];
  return vi.waitFor(
    async () => {
      const generation = await generateFrom(
        "cluster",
        { kubeconfig },
        // `Scale` has its types in a group that is not asked for.
        { include: [...include, "autoscaling"], exclude: ["autoscaling"] },
      );
      const published = new Set(
        generation.model.groupVersions.flatMap(
          ({ group, version, resources }) =>
            resources.map(({ plural }) => `${group}/${version}/${plural}`),
        ),
      );
      const missing = kinds
        .map(({ group, version, plural }) => `${group}/${version}/${plural}`)
        .filter((kind) => !published.has(kind));
      if (missing.length > 0)
        throw new Error(`not published yet: ${missing.join(", ")}`);
      return generation;
    },
    { timeout: 120_000, interval: 250 },
  );
}
