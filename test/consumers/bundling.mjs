import { join } from "node:path";

/**
 * How each bundler makes an ES module of a program, written as its users write it: for Node.js, or for browsers. It is called with the bundler's own
 * module; what it writes is `main.js` in a folder, and other files beside it.
 */
export const bundlers = {
  esbuild: async ({ build }, { entry, out, platform }) => {
    await build({
      entryPoints: { main: entry },
      bundle: true,
      format: "esm",
      platform,
      outdir: out,
      // Packages that are CommonJS, as undici and yaml are, stay outside of a bundle of ES modules for Node.js.
      packages: platform === "node" ? "external" : "bundle",
      logLevel: "silent",
    });
  },

  vite: async ({ build }, { entry, out, platform }) => {
    await build({
      root: join(entry, ".."),
      configFile: false,
      logLevel: "error",
      build: {
        ...(platform === "node" ? { ssr: entry } : {}),
        target: "es2022",
        outDir: out,
        rollupOptions: {
          input: { main: entry },
          output: { entryFileNames: "main.js" },
        },
      },
    });
  },

  webpack: async ({ default: webpack }, { entry, out, platform }) => {
    const compiler = webpack({
      mode: "production",
      entry: { main: entry },
      target: platform === "node" ? "node20" : ["web", "es2022"],
      experiments: { outputModule: true },
      optimization: { minimize: platform === "browser" },
      output: { path: out, filename: "main.js", module: true },
    });
    const stats = await new Promise((settle, reject) =>
      compiler.run((error, result) => (error ? reject(error) : settle(result))),
    );
    if (stats.hasErrors()) throw new Error(stats.toString("errors-only"));
  },

  rollup: async ({ rollup }, { entry, out, platform, nodeResolve }) => {
    const browser = platform === "browser";
    const bundle = await rollup({
      input: { main: entry },
      plugins: [nodeResolve({ browser })],
      external: browser ? [] : [/^node:/, "undici", "yaml", "ws"],
      onLog(level, log) {
        if (level === "warn") throw new Error(log.message);
      },
    });
    await bundle.write({ dir: out, entryFileNames: "main.js" });
  },
};
