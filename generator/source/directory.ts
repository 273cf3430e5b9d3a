import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { failure } from "../diagnostics.js";
import { parseJson } from "../structured-text.js";
import { readSourceFile, readTextIfThere, unreadable } from "./file-text.js";
import { checkKey, parseIndex } from "./openapi-index.js";
import { swaggerEntries } from "./swagger.js";
import type { DocumentEntry, Source } from "./source.js";
import { readServerVersion } from "./server-version.js";

/**
 * A folder of documents, in one of three layouts.
 *
 * With `index.json` it mirrors a server: the answer of `/openapi/v3`, and one file a key (`apis/apps/v1.json`), with
 * `_version.json`, `_discovery/api.json`, `_discovery/apis.json` and `_openapi-v2.json` where the server gave them. A key may be
 * called `version`, so what is not a document has a name that begins with an underscore, or stands beside the folder
 * (`NAME.discovery-apis.json`).
 *
 * Without an index and with `_openapi-v2.json`, it is of a server that has no `/openapi/v3`: its documents are made from that.
 *
 * Without either, its files are named as kubernetes/kubernetes names them in api/openapi-spec/v3: `apis__apps__v1_openapi.json`.
 */
export function directorySource(directory: string): Source {
  const readExtra = async (
    inside: string,
    beside: string,
    signal: AbortSignal | undefined,
  ): Promise<{ text: string; path: string } | undefined> => {
    const absolute = resolve(directory);
    const sibling = `${basename(absolute)}.${beside}`;
    for (const path of [
      join(directory, inside),
      join(dirname(absolute), sibling),
    ]) {
      const text = await readTextIfThere(path, signal);
      if (text !== undefined) return { text, path };
    }
    return undefined;
  };
  const readExtraJson = async (
    inside: string,
    beside: string,
    signal: AbortSignal | undefined,
  ): Promise<unknown> => {
    const file = await readExtra(inside, beside, signal);
    return file === undefined ? undefined : parseJson(file.text, file.path);
  };

  return {
    kind: "directory",
    label: directory,
    list: (signal) => listDirectory(directory, signal),
    async version(signal) {
      const path = join(directory, "_version.json");
      const text = await readTextIfThere(path, signal);
      return text === undefined ? undefined : readServerVersion(text, path);
    },
    async discovery(signal) {
      const [api, apis] = await Promise.all([
        readExtraJson("_discovery/api.json", "discovery-api.json", signal),
        readExtraJson("_discovery/apis.json", "discovery-apis.json", signal),
      ]);
      if (api === undefined && apis === undefined) return undefined;
      return { api, apis };
    },
    async openapiV2(signal) {
      const file = await readExtra(swaggerName, "openapi-v2.json", signal);
      return file?.text;
    },
    close: () => Promise.resolve(),
  };
}

const swaggerName = "_openapi-v2.json";

/** Whether a folder holds documents, in either layout. */
export async function isDirectorySource(directory: string): Promise<boolean> {
  const names = await fileNames(directory);
  return names.some(
    (name) =>
      name === "index.json" || name === swaggerName || flatName.test(name),
  );
}

async function listDirectory(
  directory: string,
  signal: AbortSignal | undefined,
): Promise<readonly DocumentEntry[]> {
  const names = await fileNames(directory);
  if (!names.includes("index.json"))
    return names.includes(swaggerName)
      ? listSwagger(join(directory, swaggerName), signal)
      : listByName(directory, names);

  const indexPath = join(directory, "index.json");
  const index = (await readSourceFile(indexPath, signal)).toString("utf8");
  return parseIndex(index, indexPath).map(({ key, hash }): DocumentEntry => {
    const path = join(directory, `${key}.json`);
    return {
      key,
      ...(hash === undefined ? {} : { hash }),
      label: path,
      async read(readSignal) {
        const text = await readTextIfThere(path, readSignal);
        if (text !== undefined) return { kind: "text", text };
        throw failure({
          code: "document-missing",
          message: `the index lists "${key}", but there is no file "${path}"`,
          hint: "capture the server again, or take the entry out of index.json",
          at: { document: indexPath },
        });
      },
    };
  });
}

async function fileNames(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    throw unreadable(directory, error);
  }
}

async function listSwagger(
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly DocumentEntry[]> {
  const text = (await readSourceFile(path, signal)).toString("utf8");
  return swaggerEntries(parseJson(text, path), path);
}

const flatName = /^(.+)_openapi\.(?:json|ya?ml)$/;

async function listByName(
  directory: string,
  names: readonly string[],
): Promise<readonly DocumentEntry[]> {
  const entries = names.flatMap((name): DocumentEntry[] => {
    const key = flatName.exec(name)?.[1]?.replaceAll("__", "/");
    if (key === undefined) return [];
    const path = join(directory, name);
    checkKey(key, path);
    return [
      {
        key,
        label: path,
        read: async (signal) => ({
          kind: "text",
          text: (await readSourceFile(path, signal)).toString("utf8"),
        }),
      },
    ];
  });
  if (entries.length === 0) throw await noDocuments(directory, names);
  const keys = entries.map(({ key }) => key);
  const twice = keys.find((key, position) => keys.indexOf(key) !== position);
  if (twice !== undefined)
    throw failure({
      code: "document-twice",
      message: `"${directory}" has more than one file for "${twice}"`,
      hint: "keep either the JSON or the YAML file",
    });
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function noDocuments(
  directory: string,
  names: readonly string[],
): Promise<Error> {
  const inside: string[] = [];
  for (const name of names) {
    const below: readonly string[] = await readdir(join(directory, name)).catch(
      () => [],
    );
    if (below.includes("index.json")) inside.push(join(directory, name));
  }
  return failure({
    code: "no-documents",
    message: `"${directory}" holds no OpenAPI documents: neither an index.json nor files like apis__apps__v1_openapi.json, nor CustomResourceDefinitions`,
    hint:
      inside.length > 0
        ? `did you mean ${inside.map((path) => `"${path}"`).join(" or ")}?`
        : `"kubewright snapshot ${directory} --from cluster" fills it from a server`,
  });
}
