import { formOf } from "../form/form.js";
import type { GenerateFlags } from "../options.js";
import { generate, type Generation } from "../pipeline.js";
import { openSourceOf } from "../source/open.js";
import type { Run } from "./generate-run.js";
import { readingSource } from "./session.js";

/** Makes a client of all documents that `--from` names. */
export async function generateAll(
  flags: GenerateFlags,
  { servers, terminal, diagnostics, signal, shared }: Run,
): Promise<Generation> {
  let opened = 0;
  const source = await openSourceOf(
    flags.from,
    () => servers.at(opened++),
    diagnostics,
    signal,
  );
  return generate(readingSource(source, terminal), {
    include: flags.include,
    exclude: flags.exclude,
    folder: flags.out,
    form: formOf(flags),
    signal,
    diagnostics,
    shared: shared?.work,
  });
}
