import { isAbsolute, join, relative, resolve } from "node:path";
import type { OutputConfig } from "./output-config.js";
import type { Selection } from "../discovery/select.js";
import { formOf, type Form } from "../form/form.js";
import { parsePackageName } from "../form/package-file.js";
import type { SourceOptions, SourceSpec } from "../source/open.js";
import { isPath } from "../source/source-spec.js";

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

/** Fills in what a configuration leaves out, and finds its paths. */
export function outputOf(config: OutputConfig, root: string): Output {
  const { from = "cluster", out = "k8s", strict = false } = config;
  const { package: named } = config;
  const specs = typeof from === "string" ? [from] : from;
  const placed: OutputConfig = {
    ...config,
    from: specs.map((spec) => (isPath(spec) ? placeOf(spec, root) : spec)),
    out: placeOf(out, root),
    ...Object.fromEntries(
      fileOptions.flatMap((name) => {
        const path = config[name];
        return path === undefined ? [] : [[name, placeOf(path, root)]];
      }),
    ),
  };
  return {
    from: placed.from as readonly SourceSpec[],
    source: placed,
    out: placed.out ?? out,
    selection: placed,
    form: formOf({
      ...placed,
      package: named === undefined ? undefined : parsePackageName(named),
    }),
    strict,
    command: commandOf(placed),
  };
}

const fileOptions = [
  "kubeconfig",
  "tokenFile",
  "certificateAuthority",
  "clientCertificate",
  "clientKey",
] as const;

/** A path as it is from the working directory: as it was given where that is the root. */
function placeOf(path: string, root: string): string {
  if (isAbsolute(path) || resolve(root) === process.cwd()) return path;
  const way = relative(process.cwd(), resolve(root, path));
  // A folder may be called as a source is.
  return isPath(way) && way !== "" ? way : `./${join(way)}`;
}

function commandOf(config: OutputConfig): string {
  const words = Object.entries(config).flatMap(([name, value]) => {
    if (value === undefined || value === false || name === "build") return [];
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
