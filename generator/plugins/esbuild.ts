import { checkOptions } from "./check-options.js";
import { runFor } from "./messages.js";
import type { BuildMode, PluginOptions } from "./options.js";
import { outputOf } from "./output.js";
import { Regeneration } from "./regeneration.js";

export type { OutputConfig } from "./output-config.js";
export type { BuildMode, PluginOptions } from "./options.js";

/** The plugin, as esbuild takes it. */
export interface EsbuildPlugin {
  readonly name: string;
  setup(build: EsbuildBuild): void;
}

/** What esbuild gives a plugin, as far as it is used. */
export interface EsbuildBuild {
  readonly initialOptions: {
    readonly absWorkingDir?: string | undefined;
    readonly entryPoints?: EntryPoints | undefined;
  };
  onStart(callback: () => Promise<EsbuildMessages>): void;
  onResolve(
    options: { readonly filter: RegExp },
    callback: (entry: EsbuildEntry) => Promise<EsbuildWatched | undefined>,
  ): void;
  resolve(
    path: string,
    options: EsbuildPlace & { readonly kind: "entry-point" },
  ): Promise<EsbuildResolved>;
}

/** Where something is to be resolved. */
export interface EsbuildPlace {
  readonly importer: string;
  readonly namespace: string;
  readonly resolveDir: string;
  readonly pluginData?: unknown;
}

/** What is to be resolved. */
export interface EsbuildEntry extends EsbuildPlace {
  readonly path: string;
  readonly kind: string;
}

/** Where a module is. */
export interface EsbuildResolved {
  path: string;
  namespace: string;
}

/** The program's entries in each form that esbuild takes. */
export type EntryPoints =
  | readonly (string | { readonly in: string })[]
  | { readonly [out: string]: string };

/** What a build says. */
export interface EsbuildMessages {
  errors: { text: string }[];
  warnings: { text: string }[];
}

/** Where a module is, and what else the build depends on. */
export interface EsbuildWatched extends EsbuildResolved {
  watchFiles: string[];
  watchDirs: string[];
}

/**
 * A plugin for esbuild that keeps a client up to date. Paths are relative to `absWorkingDir`, or else to the working directory.
 *
 * esbuild does not tell a plugin whether it watches: each build, the first and all that follow, does what {@link PluginOptions.build} says.
 * Whoever watches gives `"generate"`; a file of the source that changes then begins a build as one of the program does.
 *
 * @example
 * await build({
 *   entryPoints: ["src/main.ts"],
 *   bundle: true,
 *   outdir: "dist",
 *   plugins: [kubewright({ from: ["builtin", "crds"], out: "src/k8s" })],
 * });
 *
 * @throws {GenerationFailed} `bad-plugin-options`
 */
export function kubewright(options: PluginOptions = {}): EsbuildPlugin {
  checkOptions(options);
  return {
    name: "kubewright",
    setup(build) {
      const { absWorkingDir = process.cwd() } = build.initialOptions;
      const regeneration = new Regeneration(outputOf(options, absWorkingDir));
      const mode = options.build ?? "check";
      build.onStart(() => start(regeneration, mode));
      // Files are only watched with something that is resolved. The filter keeps esbuild from asking about each import.
      const entries = entriesOf(build.initialOptions.entryPoints ?? []);
      if (mode === false || entries.length === 0) return;
      build.onResolve({ filter: exactly(entries) }, async (entry) => {
        if (entry.kind !== "entry-point" || entry.pluginData === asked)
          return undefined;
        // Whoever says what to watch also says where the module is.
        const { path, importer, namespace, resolveDir } = entry;
        const resolved = await build.resolve(path, {
          importer,
          namespace,
          resolveDir,
          kind: "entry-point",
          pluginData: asked,
        });
        const { files, folders } = await regeneration.files.watched();
        return { ...resolved, watchFiles: [...files], watchDirs: [...folders] };
      });
    },
  };
}

/** Marks what the plugin asks itself. */
const asked: unique symbol = Symbol("kubewright");

async function start(
  regeneration: Regeneration,
  mode: BuildMode,
): Promise<EsbuildMessages> {
  const { errors, warnings } = await runFor(regeneration, {
    isWatching: false,
    mode,
  });
  return {
    errors: errors.map((text) => ({ text })),
    warnings: warnings.map((text) => ({ text })),
  };
}

function entriesOf(entryPoints: EntryPoints): readonly string[] {
  return Array.isArray(entryPoints)
    ? entryPoints.map((entry: string | { readonly in: string }) =>
        typeof entry === "string" ? entry : entry.in,
      )
    : Object.values(entryPoints as { readonly [out: string]: string });
}

/**
 * A pattern for these entries alone, in the syntax that JavaScript and Go have in common. esbuild asks for `src/main.ts` as `./src/main.ts` where
 * there is such a file.
 */
function exactly(texts: readonly string[]): RegExp {
  const escaped = texts.map((text) =>
    text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  );
  return new RegExp(`^(?:\\./)?(?:${escaped.join("|")})$`);
}
