import { resolve, sep } from "node:path";
import type { Diagnostic } from "../diagnostics.js";
import { holds, realPathOf } from "../write/output-folder.js";
import type { ConfiguredOutput } from "./outputs.js";
import type { ConfigText } from "./read.js";

/** What is wrong with the names and the folders of outputs: each has one of its own, and a client is replaced as a whole. */
export function problemsOfFolders(
  outputs: readonly ConfiguredOutput[],
  configFile: string,
  { locate }: ConfigText,
): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report = (
    code: "outputs-overlap" | "output-twice" | "unsafe-output-folder",
    { steps }: ConfiguredOutput,
    message: string,
    hint: string,
  ): void => {
    const key = code === "output-twice" ? "name" : "out";
    const at = locate([...steps, key], "value");
    problems.push({ severity: "error", code, message, hint, at });
  };
  const config = realPathOf(resolve(configFile));
  const named = new Map<string, ConfiguredOutput>();
  for (const output of outputs) {
    const { name, out } = output;
    const twin = named.get(name);
    named.set(name, output);
    // Where the folders are the same as well, that is what is said.
    if (twin !== undefined && twin.out !== out)
      report(
        "output-twice",
        output,
        `two outputs are called "${name}"`,
        'give each a "name" of its own',
      );
    if (holds(folderOf(output), config))
      report(
        "unsafe-output-folder",
        output,
        `"${out}" holds the configuration itself: a client needs a folder of its own`,
        `for example "out": "k8s"`,
      );
  }
  for (const [output, holder] of overlaps(outputs))
    report(
      "outputs-overlap",
      output,
      output.out === holder.out
        ? `two outputs would be written to "${output.out}"`
        : `"${output.out}" is in "${holder.out}", which is another output's`,
      'give each output an "out" of its own, and none in that of another',
    );
  return problems;
}

/** Outputs whose folder is that of another one, or below it. */
function overlaps(
  outputs: readonly ConfiguredOutput[],
): readonly (readonly [ConfiguredOutput, ConfiguredOutput])[] {
  const sorted = outputs
    .map((output) => ({ output, folder: `${folderOf(output)}${sep}` }))
    .sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
  const found: (readonly [ConfiguredOutput, ConfiguredOutput])[] = [];
  // What is below a folder follows it directly.
  let holder: (typeof sorted)[number] | undefined;
  for (const current of sorted)
    if (holder !== undefined && current.folder.startsWith(holder.folder))
      found.push([current.output, holder.output]);
    else holder = current;
  return found;
}

function folderOf({ flags }: ConfiguredOutput): string {
  return realPathOf(resolve(flags.out ?? ""));
}
