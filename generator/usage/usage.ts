import ts from "typescript";
import { failure } from "../diagnostics.js";
import { Findings } from "./findings.js";
import { GeneratedClients } from "./generated-client.js";
import type { Context } from "./pairing.js";
import { compile, filesOf, isForeign } from "./program.js";
import type { Usage } from "./uses.js";
import { walk } from "./walk.js";

/**
 * Finds what a program uses of what its generated clients were made of, by the types of the compiler.
 *
 * @param patterns files of the program, from the working directory
 * @param project its `tsconfig.json`; undefined for the nearest of each file
 * @throws {GenerationFailed} where there is no such program, it does not compile, or uses no generated client
 */
export function usageOf(
  patterns: readonly string[],
  project: string | undefined,
): Usage {
  const clients = new GeneratedClients(ts.sys.fileExists);
  const files = filesOf(patterns).filter((file) => !clients.holds(file));
  const findings = new Findings();
  let hasClient = false;
  for (const { program, files: sources } of compile(files, project)) {
    hasClient ||= program
      .getSourceFiles()
      .some(({ fileName }) => clients.holds(fileName));
    const own = new Set(sources);
    const context: Context = {
      checker: program.getTypeChecker(),
      clients,
      findings,
      isOwn: (file) => own.has(file),
      isForeign: (file) =>
        isForeign(program, file) && !clients.holds(file.fileName),
    };
    for (const file of sources) walk(file, context);
  }
  const { uses, unseens } = findings;
  if (hasClient) return { files: files.length, uses, unseen: unseens };
  throw failure({
    code: "no-generated-client",
    message: `--used-by ${patterns.map((one) => JSON.stringify(one)).join(" ")}: nothing in there uses a client that kubewright generated`,
    hint: "a client is found by its types: name the files that import one; what a bundler has made of one is not known",
  });
}
