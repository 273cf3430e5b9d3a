import { createRequire } from "node:module";
import type { GlobalContext, OpenAPI3 } from "openapi-typescript";
import { failure } from "../diagnostics.js";
import type { Document } from "../document/openapi.js";

/** openapi-typescript, as it is installed where kubewright is. */
export interface Converter {
  /** For example `7.13.0`. */
  readonly version: string;
  /** `paths`, `components` and `operations` of a document, as TypeScript. */
  convert(document: Document): string;
}

/** The oldest version of openapi-typescript 7 whose parts are called here as they are meant to be. */
const oldestMinor = 13;

/** What installs it. */
const install = "npm i -D openapi-typescript@7";

/**
 * Loads openapi-typescript.
 *
 * @throws {GenerationFailed} `missing-package` where it is not installed, `unusable-package` where it is another version or does not load
 */
export async function loadConverter(): Promise<Converter> {
  const version = installedVersion();
  const minor = /^7\.(\d+)\./.exec(version)?.[1];
  if (minor === undefined || Number(minor) < oldestMinor)
    throw failure({
      code: "unusable-package",
      message: `--emit openapi needs openapi-typescript 7.${String(oldestMinor)} or a later 7; installed is ${version}`,
      hint: install,
    });
  return { version, convert: await loadConvert(version) };
}

function installedVersion(): string {
  const require = createRequire(import.meta.url);
  try {
    const { version } = require("openapi-typescript/package.json") as {
      readonly version: string;
    };
    return version;
  } catch (error) {
    throw failure(
      {
        code: "missing-package",
        message: "--emit openapi needs openapi-typescript, which is not there",
        hint: install,
      },
      { cause: error },
    );
  }
}

async function loadConvert(version: string): Promise<Converter["convert"]> {
  try {
    const { astToString, resolveRef, scanDiscriminators, transformSchema } =
      await import("openapi-typescript");
    return (document) => {
      const schema = document as unknown as OpenAPI3;
      // Not its main function: that reads whatever a `$ref` in an unknown field names, from disk or from anywhere, and checks again.
      const nodes = transformSchema(schema, {
        ...options,
        injectFooter: [],
        discriminators: scanDiscriminators(schema, options),
        resolve: ($ref) => resolveRef(schema, $ref, options),
      } as Partial<GlobalContext> as GlobalContext);
      return astToString(nodes);
    };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw failure(
      {
        code: "unusable-package",
        message: `openapi-typescript ${version} does not load: ${said}`,
        hint: "it needs TypeScript 5; where the project has another: npx -p kubewright -p openapi-typescript@7 -p typescript@5 kubewright generate --emit openapi …",
      },
      { cause: error },
    );
  }
}

/** Kubernetes publishes the zero values of Go as defaults: such a field is optional all the same. An object of no fields may have any. */
const options = {
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  silent: true,
};
