import { join } from "node:path";
import { configName } from "../config/find.js";
import { flagsOf, type SomeFlags } from "../config/flags.js";
import type { Selection } from "../discovery/select.js";
import { formOf, type Form } from "../form/form.js";
import type { SourceOptions, SourceSpec } from "../source/open.js";
import type { OutputConfig } from "./output-config.js";

/** A client to generate, with its paths relative to the working directory, as the command line takes them. */
export interface Output {
  readonly from: readonly SourceSpec[];
  readonly source: SourceOptions;
  readonly out: string;
  readonly selection: Selection;
  readonly form: Form;
  readonly strict: boolean;
  /** What to type for it, without a token. */
  readonly command: string;
}

/** Fills in what options leave out, and finds their paths, as a configuration in the bundler's root would. */
export function outputOf(options: OutputConfig, root: string): Output {
  const { from = "cluster", out = "k8s", context, strict = false } = options;
  const flags = flagsOf({ ...options, from, out }, join(root, configName));
  return {
    from: flags.from ?? [],
    source: { ...flags, context },
    out: flags.out ?? out,
    selection: flags,
    form: formOf(flags),
    strict,
    command: commandOf({ ...flags, package: options.package }),
  };
}

function commandOf(
  flags: Omit<SomeFlags, "package"> & Pick<OutputConfig, "package">,
): string {
  const words = Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    if (name === "token") return [flag, '"$TOKEN"'];
    const values = (Array.isArray(value) ? value : [value]) as string[];
    // One group a flag; the others take all that follow.
    return name === "asGroup"
      ? values.flatMap((group) => [flag, quoted(group)])
      : [flag, ...values.map(quoted)];
  });
  return ["npx kubewright generate", ...words].join(" ");
}

/** A word for a shell, of Unix or of Windows. */
function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word)
    ? word
    : `"${word.replace(/["$`\\]/g, "\\$&")}"`;
}
