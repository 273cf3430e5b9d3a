import { banner, type Provenance } from "../../templates/banner.js";
import { visibleSource } from "../../templates/literal.js";
import { openapiIndex } from "../../templates/openapi-index.js";
import { openapiReadme } from "../../templates/openapi-readme.js";
import { failure, type Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import type { Document } from "../document/openapi.js";
import type { OutputFile } from "../emit/emission.js";
import { sortKeys } from "../json.js";
import {
  groupVersionType,
  identifier,
  lowerFirstRun,
  moduleDirectory,
  Names,
} from "../model/names.js";
import type { Converter } from "./converter.js";
import { withUniqueOperations } from "./operation-ids.js";

/** A group and version as the index names it. */
interface Module {
  /** `apps/v1`: the file without its ending. */
  readonly path: string;
  /** `appsV1`. */
  readonly name: string;
  readonly loaded: LoadedDocument;
}

/**
 * Makes the files for openapi-fetch and its kin, sorted by path: of each group and version its `paths`, `components` and `operations`, and
 * an index. Documents of no group and version (`/version`, discovery) have none.
 *
 * @throws {GenerationFailed} `not-convertible`
 */
export function emitOpenapi(
  documents: readonly LoadedDocument[],
  { version, convert }: Converter,
  provenance: Provenance,
  diagnostics: Diagnostics,
): readonly OutputFile[] {
  const modules = modulesOf(documents);
  const made = { ...provenance, converter: `openapi-typescript ${version}` };
  const files = modules.map(({ path, loaded }): OutputFile => {
    const document = sortKeys(withUniqueOperations(loaded, diagnostics));
    const text = visibleSource(converted(document, loaded.label, convert));
    return { path: `${path}.ts`, text: `${banner(made, loaded)}${text}` };
  });
  const listed = modules.map(({ path, name, loaded }) => ({
    path,
    name,
    hasPaths: Object.keys(loaded.document.paths).length > 0,
  }));
  const index = `${banner(provenance)}${openapiIndex(listed)}`;
  return [
    ...files,
    { path: "index.ts", text: index },
    { path: "README.md", text: openapiReadme(made, listed) },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function modulesOf(documents: readonly LoadedDocument[]): readonly Module[] {
  const names = new Names(["paths"]);
  return documents.flatMap((loaded) => {
    const { group, version } = loaded;
    if (group === undefined || version === undefined) return [];
    const name = lowerFirstRun(groupVersionType(group, version));
    const path = moduleDirectory(group, version);
    return [{ path, name: names.claim(identifier(name)), loaded }];
  });
}

/** Says whose document it is that cannot be converted: what openapi-typescript throws does not. */
function converted(
  { openapi, info, paths, components }: Document,
  label: string,
  convert: Converter["convert"],
): string {
  try {
    return convert({ openapi, info, paths, components });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw failure(
      {
        code: "not-convertible",
        message: `openapi-typescript cannot convert the document: ${said}`,
        hint: "leave its group out, with --exclude",
        at: { document: label },
      },
      { cause: error },
    );
  }
}
