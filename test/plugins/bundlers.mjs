import { pathToFileURL } from "node:url";
import { join } from "node:path";

/** Loads what a project would: kubewright from the packed folder, a bundler from beside it. */
const load = (folder, path) =>
  import(pathToFileURL(join(folder, "node_modules", path)).href);

const plugin = async (folder, entry, options) => {
  const { kubewright } = await load(
    folder,
    `kubewright/dist/generator/plugins/${entry}.js`,
  );
  return kubewright({ from: "crds", out: "src/k8s", emit: "js", ...options });
};

/**
 * Each bundler: `build` gives what was said, with whether it failed; `watch` tells of each build that ends, and gives how to stop.
 */
export const bundlers = {
  rollup: ofRollupsKind("rollup", "rollup/dist/es/rollup.js"),
  rolldown: ofRollupsKind("rolldown", "rolldown/dist/index.mjs"),
  webpack: {
    async build(folder, options) {
      const compiler = await webpackCompiler(folder, options);
      return new Promise((resolve, reject) =>
        compiler.run((error, stats) =>
          compiler.close(() =>
            error ? reject(error) : resolve(webpackResult(stats)),
          ),
        ),
      );
    },
    async watch(folder, options, onBuild) {
      const compiler = await webpackCompiler(folder, options);
      const watching = compiler.watch(
        { aggregateTimeout: 20 },
        (error, stats) =>
          onBuild(
            error
              ? { failed: true, crashed: true, said: String(error) }
              : webpackResult(stats),
          ),
      );
      return () => new Promise((resolve) => watching.close(resolve));
    },
  },
  esbuild: {
    async build(folder, options) {
      const { build } = await load(folder, "esbuild/lib/main.js");
      const result = await build(await esbuildOptions(folder, options)).catch(
        (error) => error,
      );
      return esbuildResult(result);
    },
    async watch(folder, options, onBuild) {
      const { context } = await load(folder, "esbuild/lib/main.js");
      const settings = await esbuildOptions(folder, {
        ...options,
        build: "generate",
      });
      settings.plugins.push({
        name: "report",
        setup: (build) =>
          build.onEnd((result) => onBuild(esbuildResult(result))),
      });
      const watching = await context(settings);
      await watching.watch();
      return () => watching.dispose();
    },
  },
};

function ofRollupsKind(name, path) {
  const settings = async (folder, options, said) => ({
    input: "src/main.js",
    onLog: (_, log) => said.push(log.message),
    plugins: [await plugin(folder, "rollup", options)],
  });
  return {
    async build(folder, options) {
      const bundler = await load(folder, path);
      const said = [];
      try {
        const bundle = await bundler[name](
          await settings(folder, options, said),
        );
        await bundle.write({ dir: "dist" });
        return { failed: false, said: said.join("\n") };
      } catch (error) {
        return { failed: true, said: [...said, error.message].join("\n") };
      }
    },
    async watch(folder, options, onBuild) {
      const bundler = await load(folder, path);
      const said = [];
      const watcher = bundler.watch({
        ...(await settings(folder, options, said)),
        output: { dir: "dist" },
      });
      watcher.on("event", (event) => {
        const heard = said.splice(0).join("\n");
        if (event.code === "BUNDLE_END")
          onBuild({ failed: false, said: heard });
        if (event.code === "ERROR")
          onBuild({ failed: true, said: `${heard}\n${event.error.message}` });
        if ("result" in event) void event.result?.close();
      });
      return () => watcher.close();
    },
  };
}

async function webpackCompiler(folder, options) {
  const { default: webpack } = await load(folder, "webpack/lib/index.js");
  return webpack({
    mode: "development",
    devtool: false,
    entry: "./src/main.js",
    infrastructureLogging: { level: "none" },
    plugins: [await plugin(folder, "webpack", options)],
  });
}

function webpackResult(stats) {
  const { errors, warnings } = stats.toJson({
    all: false,
    errors: true,
    warnings: true,
  });
  const said = [...errors, ...warnings].map(({ message }) => message);
  return { failed: stats.hasErrors(), said: said.join("\n") };
}

async function esbuildOptions(folder, options) {
  return {
    // esbuild takes the folder that it was loaded in for the working directory.
    absWorkingDir: process.cwd(),
    entryPoints: ["src/main.js"],
    bundle: true,
    format: "esm",
    outdir: "dist",
    logLevel: "silent",
    plugins: [await plugin(folder, "esbuild", options)],
  };
}

function esbuildResult({ errors, warnings }) {
  const said = [...errors, ...warnings].map(({ text }) => text);
  return { failed: errors.length > 0, said: said.join("\n") };
}
