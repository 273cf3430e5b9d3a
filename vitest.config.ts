import { join } from "node:path";
import {
  configDefaults,
  defineConfig,
  mergeConfig,
  type ViteUserConfig,
} from "vitest/config";

/** What takes minutes: `npm run test:long` runs it. */
export const longTests: readonly string[] = ["test/**/*.long.test.ts"];

const exclude = [
  ...longTests,
  ...configDefaults.exclude,
  "test/cluster/**",
  "test/compilers/**",
  "test/consumers/**",
  "test/docs/**",
  "test/golden/*/{input,expected}/**",
];

/** Each of these has a process to itself, since it puts modules in the place of others. */
export const apart: readonly string[] = [
  "test/runtime/fetch-requests.test.ts",
  "test/runtime/fetch-watches.test.ts",
  "test/runtime/token-file.test.ts",
];

/** What tests without a control plane have in common. */
export const unitTests: ViteUserConfig = {
  plugins: [
    {
      // A golden case is kept without the runtime, which is the same for all: it has that of `output`.
      name: "runtime-of-golden-cases",
      enforce: "pre",
      resolveId(source, importer = "") {
        const [, file] =
          /^(?:\.\.?\/)+runtime\/([\w-]+)\.js$/.exec(source) ?? [];
        return file !== undefined && goldenCase.test(importer)
          ? join(import.meta.dirname, "output/runtime", `${file}.ts`)
          : undefined;
      },
    },
  ],
  test: {
    pool: "forks",
    // By itself it would leave a core for nothing: on two, that is half of them.
    maxWorkers: "100%",
    diff: { expand: false },
    // What is waited for comes some time: the default of a second is a slow machine's failure.
    expect: { poll: { timeout: 30_000 } },
    // A hung test has to end some time; a slow machine must not end one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
};

/** Everything that needs no control plane, no other compiler and no minutes: what `npm test` runs. */
export default mergeConfig(
  defineConfig(unitTests),
  defineConfig({
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: "together",
            include: ["test/**/*.test.ts"],
            exclude: [...exclude, ...apart],
            // To start a process and to load what is tested takes longer than most files do.
            isolate: false,
          },
        },
        {
          extends: true,
          test: { name: "apart", include: [...apart], exclude },
        },
      ],
    },
  }),
);

const goldenCase = /\/test\/golden\/[^/]+\/expected\//;
