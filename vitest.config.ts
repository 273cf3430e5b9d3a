import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

/** Everything that needs no control plane and no other compiler: what `npm test` runs. */
export default defineConfig({
  plugins: [
    {
      // A golden case is kept without the runtime, which is the same for all: it has it from the templates.
      name: "runtime-of-golden-cases",
      enforce: "pre",
      resolveId(source, importer = "") {
        const [, file] =
          /^(?:\.\.?\/)+runtime\/([\w-]+)\.js$/.exec(source) ?? [];
        return file !== undefined && goldenCase.test(importer)
          ? join(import.meta.dirname, "templates/runtime", `${file}.ts`)
          : undefined;
      },
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      ...configDefaults.exclude,
      "test/cluster/**",
      "test/compilers/**",
      "test/golden/*/{input,expected}/**",
    ],
    pool: "forks",
    diff: { expand: false },
    // A hung test has to end some time; a slow machine must not end one.
    // What is waited for comes some time: the default of a second is a slow machine's failure.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

const goldenCase = /\/test\/golden\/[^/]+\/expected\//;
