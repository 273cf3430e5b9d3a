import { sortKeys } from "../json.js";
import type { Schema } from "../document/openapi.js";
import type { BaseFacts, Schemas } from "./base-facts.js";
import type { Crd, CrdVersion } from "./crd.js";
import { publishPaths } from "./operation.js";
import {
  publishListSchema,
  publishSchema,
  schemaName,
} from "./published-schema.js";

/** A version of a definition that is in a document. */
export interface ServedCrd {
  readonly crd: Crd;
  readonly version: CrdVersion;
}

/**
 * The document that a server publishes for a group/version of custom resources, as JSON. Keys are sorted, as the server's are.
 *
 * @param served the custom resources of the group/version
 * @param scale the schema of `scale`, where one of them has it
 */
export function publishDocument(
  served: readonly ServedCrd[],
  base: BaseFacts,
  scale: Schemas,
): string {
  const kinds = served.flatMap(({ crd, version }): [string, Schema][] => {
    const nameOf = (kind: string): string =>
      schemaName(crd.group, version.name, kind);
    return [
      [nameOf(crd.names.kind), publishSchema(crd, version, base)],
      [nameOf(crd.names.listKind), publishListSchema(crd, version, base)],
    ];
  });
  const paths = served.flatMap(({ crd, version }) =>
    Object.entries(publishPaths(crd, version, base)),
  );
  const hasScale = served.some(({ version }) => hasScaleOf(version));
  return JSON.stringify({
    openapi: "3.0.0",
    info: { title: "Kubernetes CRD Swagger", version: "v0.1.0" },
    paths: sortKeys(Object.fromEntries(paths)),
    components: {
      schemas: sortKeys({
        ...base.schemas,
        ...(hasScale ? scale : {}),
        ...Object.fromEntries(kinds),
      }),
    },
  });
}

/** Whether a version has the `scale` subresource. */
export function hasScaleOf({ subresources }: CrdVersion): boolean {
  return subresources.includes("scale");
}
