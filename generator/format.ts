import { dirname, join, resolve } from "node:path";
import type { Options } from "prettier";
import { failure } from "./diagnostics.js";
import type { OutputFile } from "./emit/emission.js";
import { sha256 } from "./manifest.js";
import type { Once } from "./once.js";
import { prettierConfigFiles } from "./prettier-config.js";

/** Files as they will stand in their folder, and how many of them prettier had to format. */
export interface Formatted {
  readonly files: readonly OutputFile[];
  readonly byPrettier: number;
}

/** How files are formatted. */
interface FormatOptions {
  readonly asTheyAre?: boolean;
  /** Has what other runs of this process formatted. */
  readonly once?: Once<string>;
}

/**
 * Formats files for the folder that they will stand in.
 *
 * Emitted text is at the fixed point of prettier's defaults already, so there is nothing to do unless the folder is under a
 * prettier configuration of the user's own, or a file holds what the printer cannot measure: characters outside of ASCII
 * that are not in a comment may be two columns wide. Prettier is loaded only then. Files that another tool printed are left `asTheyAre` but
 * for such a configuration.
 */
export async function format(
  files: readonly OutputFile[],
  folder: string | undefined,
  { asTheyAre = false, once }: FormatOptions = {},
): Promise<Formatted> {
  // Nobody reads a source map, and prettier knows no language of it.
  const isFormatted = ({ path }: OutputFile): boolean => !path.endsWith(".map");
  const governed =
    folder !== undefined && prettierConfigFiles(resolve(folder)).length > 0;
  const isUnsure = (file: OutputFile): boolean =>
    !asTheyAre && isFormatted(file) && isUnmeasured(file);
  if (!governed && !files.some(isUnsure)) return { files, byPrettier: 0 };

  const prettier = await import("prettier");
  // Of a run before, in a process that watches.
  await prettier.clearConfigCache();
  let byPrettier = 0;
  const formatted = files.map(async (file) => {
    if (!isFormatted(file)) return file;
    const target = join(resolve(folder ?? "."), file.path);
    const options: Options | null = governed
      ? await withConfig(target, () =>
          prettier.resolveConfig(target, { editorconfig: true }),
        )
      : {};
    const isOwn = Object.entries(options ?? {}).some(
      ([name, value]) => defaults[name] !== value,
    );
    if (!isOwn && !isUnsure(file)) return file;
    byPrettier += 1;
    const make = (): Promise<string> =>
      withConfig(target, () =>
        prettier.format(file.text, { ...options, filepath: target }),
      );
    // Plugins may format by the place of a file, and are not always spelled as text.
    const isShared = once !== undefined && options?.plugins === undefined;
    const text = isShared
      ? await once.get(
          sha256(JSON.stringify([file.path, options, file.text])),
          make,
        )
      : await make();
    return { ...file, text };
  });
  return { files: await Promise.all(formatted), byPrettier };
}

/** Runs what follows the user's prettier configuration, and says which one it is that does not do. */
async function withConfig<Result>(
  target: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // Text that does not parse is a fault of the emitter's, not of the configuration.
    if (!(error instanceof Error) || "loc" in error) throw error;
    const { resolveConfigFile } = await import("prettier");
    const file = await resolveConfigFile(target).catch(() => null);
    throw failure(
      {
        code: "bad-prettier-config",
        message: `the prettier configuration cannot be followed: ${(error.message.split("\n\n")[0] ?? "").replaceAll("\n", " ")}`,
        hint: "correct it, or install the plugin that it names; prettier itself says the same of it",
        at: { document: file ?? dirname(target) },
      },
      { cause: error },
    );
  }
}

/** What an .editorconfig often says, and is the default already. */
const defaults: Readonly<Record<string, unknown>> = {
  endOfLine: "lf",
  printWidth: 80,
  tabWidth: 2,
  useTabs: false,
};

/** Whether a line of code, not of a comment, holds a character outside of ASCII. The runtime was formatted by hand. */
function isUnmeasured({ path, text }: OutputFile): boolean {
  return (
    outsideAscii.test(text) &&
    !/^runtime\/[^/]+$/.test(path) &&
    text
      .split("\n")
      .some(
        (line) => outsideAscii.test(line) && !/^\s*(?:\*|\/[*/])/.test(line),
      )
  );
}

const outsideAscii = /[^\0-\x7f]/;
