import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../generator/diagnostics.js";
import { GenerationFailed } from "../../generator/diagnostics.js";
import type { Source } from "../../generator/source/source.js";
import { root } from "./source-imports.js";

/** An OpenAPI document as JSON. */
export type DocumentJson = Readonly<Record<string, unknown>>;

/** A namespaced kind that can be listed and created, as a server publishes it. */
export function documentOf(
  group: string,
  version: string,
  kind: string,
): DocumentJson {
  const plural = `${kind.toLowerCase()}s`;
  const base = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const gvk = { group, version, kind };
  const schema = `example.${group === "" ? "core" : group}.${version}.${kind}`;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "1.37" },
    paths: {
      [`${base}/namespaces/{namespace}/${plural}`]: collectionOf(gvk, schema),
    },
    components: { schemas: schemasOf(gvk, schema) },
  };
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function collectionOf(gvk: Kind, schema: string): DocumentJson {
  const json = (name: string): DocumentJson => ({
    "application/json": { schema: { $ref: `#/components/schemas/${name}` } },
  });
  const facts = { "x-kubernetes-group-version-kind": gvk };
  const query = (name: string, type: string): DocumentJson => ({
    name,
    in: "query",
    schema: { type },
  });
  return {
    parameters: [
      {
        name: "namespace",
        in: "path",
        description: "object name",
        required: true,
        schema: { type: "string" },
      },
      query("limit", "string"),
    ],
    get: {
      operationId: `list${gvk.kind}`,
      description: `list objects of kind ${gvk.kind}`,
      parameters: [query("limit", "integer"), query("watch", "boolean")],
      responses: {
        "200": { description: "OK", content: json(`${schema}List`) },
      },
      "x-kubernetes-action": "list",
      ...facts,
    },
    post: {
      operationId: `create${gvk.kind}`,
      requestBody: {
        description: "a body",
        required: true,
        content: json(schema),
      },
      responses: { "201": { description: "Created", content: json(schema) } },
      "x-kubernetes-action": "post",
      ...facts,
    },
  };
}

function schemasOf(gvk: Kind, schema: string): DocumentJson {
  const typeMeta = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
  };
  return {
    [schema]: {
      type: "object",
      description: `${gvk.kind} is a thing.`,
      properties: {
        ...typeMeta,
        metadata: { $ref: "#/components/schemas/example.ObjectMeta" },
        description: { type: "string", description: "a property" },
      },
      "x-kubernetes-group-version-kind": [gvk],
    },
    [`${schema}List`]: {
      type: "object",
      required: ["items"],
      properties: {
        ...typeMeta,
        items: {
          type: "array",
          items: { $ref: `#/components/schemas/${schema}` },
        },
      },
      "x-kubernetes-group-version-kind": [{ ...gvk, kind: `${gvk.kind}List` }],
    },
    "example.ObjectMeta": {
      type: "object",
      properties: { name: { type: "string" } },
    },
  };
}

/** The files of a capture: `index.json` and one file a key. */
export function captureOf(documents: {
  readonly [key: string]: DocumentJson;
}): Record<string, string> {
  const texts = Object.entries(documents).map(
    ([key, document]) => [key, JSON.stringify(document)] as const,
  );
  const paths = Object.fromEntries(
    texts.map(([key, text]) => [
      key,
      { serverRelativeURL: `/openapi/v3/${key}?hash=${hashOf(text)}` },
    ]),
  );
  return {
    "index.json": JSON.stringify({ paths }),
    ...Object.fromEntries(texts.map(([key, text]) => [`${key}.json`, text])),
  };
}

/** As servers make it: the upper-case hexadecimal SHA-512 of the document. */
export function hashOf(text: string): string {
  return createHash("sha512").update(text).digest("hex").toUpperCase();
}

/**
 * The folder of a capture of a real server: `v1.37`, `v1.34` or `v1.37-operators`.
 *
 * The captures stand beside the project where it is developed, packed; undefined where they do not, or cannot be unpacked.
 */
export function realCapture(name: string): string | undefined {
  const archive = join(root, "../shared/specs", `${name}.tar.xz`);
  if (!existsSync(archive)) return undefined;
  const unpacked = join(root, "node_modules/.cache/kubewright-captures", name);
  if (!existsSync(unpacked)) {
    const unpacking = `${unpacked}.${process.pid}`;
    mkdirSync(unpacking, { recursive: true });
    execFileSync("tar", ["-xJf", archive, "-C", unpacking]);
    try {
      renameSync(unpacking, unpacked);
    } catch {
      // Another process was quicker.
      rmSync(unpacking, { recursive: true });
    }
  }
  return join(unpacked, name);
}

/** Everything below a folder: files with their text, links with their target, folders as `undefined`. */
export function treeOf(folder: string): Record<string, string | undefined> {
  const tree: Record<string, string | undefined> = {};
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const name of names.sort()) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    tree[name] = stats.isDirectory()
      ? undefined
      : stats.isSymbolicLink()
        ? `-> ${readlinkSync(path)}`
        : readFileSync(path, "utf8");
  }
  return tree;
}

/** The problems that something ends with. */
export async function problemsOf(
  work: () => unknown,
): Promise<readonly Diagnostic[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof GenerationFailed) return error.diagnostics;
    throw error;
  }
  return [];
}

/** The text of a document of a source. */
export async function readDocument(
  source: Source,
  key: string,
): Promise<unknown> {
  const entry = (await source.list()).find((listed) => listed.key === key);
  const content = await entry?.read();
  if (content === undefined) return undefined;
  return content.kind === "text" ? JSON.parse(content.text) : content.value;
}
