import { Diagnostics } from "../../generator/diagnostics.js";
import type { Documented } from "../../generator/docs/reference.js";
import { makeSite } from "../../generator/docs/site.js";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { buildModel } from "../../generator/model/build.js";

/** What the schemas of the tests are called before their kinds. */
const prefix = "com.example.v1.";

/** A reference to a schema of {@link siteOf}. */
export function refTo(kind: string): Schema {
  return { $ref: `#/components/schemas/${prefix}${kind}` };
}

/**
 * The files of a site, by their addresses, of an API with resources of these kinds.
 *
 * @param schemas by their kinds: each is a resource of its own where it is listed among the kinds
 * @param group of them all, in its version `v1`; empty for the core
 */
export function siteOf(
  schemas: { readonly [kind: string]: Schema },
  kinds: readonly string[] = Object.keys(schemas).slice(0, 1),
  group = "example.com",
): ReadonlyMap<string, string> {
  const document: Document = {
    openapi: "3.0.0",
    info: {},
    paths: Object.fromEntries(kinds.map((kind) => pathOf(kind, group))),
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([kind, schema]) => [
          prefix + kind,
          kinds.includes(kind)
            ? {
                ...schema,
                "x-kubernetes-group-version-kind": [gvkOf(kind, group)],
              }
            : schema,
        ]),
      ),
    },
  };
  const { files } = makeSite(documentedBy(document, group));
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** What a site is made from that has one document. */
export function documentedBy(
  document: Document,
  group = "example.com",
  version = "v1",
): Documented {
  const key = `${homeOf(group)}/${version}`;
  const documents = [
    { key, group, version, hash: "", label: "test", document },
  ];
  return {
    model: buildModel(documents, new Diagnostics()),
    documents,
    server: undefined,
    discovery: undefined,
  };
}

/** The pages among the files of a site that are larger than a page may be, by their addresses. */
export function tooLarge(site: ReadonlyMap<string, string>): readonly string[] {
  return [...site]
    .filter(([path]) => path.endsWith(".html"))
    .filter(([, text]) => Buffer.byteLength(text) > 300_000)
    .map(([path]) => path);
}

function homeOf(group: string): string {
  return group === "" ? "api" : `apis/${group}`;
}

function gvkOf(
  kind: string,
  group: string,
): {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
} {
  return { group, version: "v1", kind };
}

function pathOf(
  kind: string,
  group: string,
): [string, Document["paths"][string]] {
  return [
    `/${homeOf(group)}/v1/${kind.toLowerCase()}s/{name}`,
    {
      get: {
        "x-kubernetes-action": "get",
        "x-kubernetes-group-version-kind": gvkOf(kind, group),
        responses: {
          "200": {
            content: { "application/json": { schema: refTo(kind) } },
          },
        },
      },
    },
  ];
}
