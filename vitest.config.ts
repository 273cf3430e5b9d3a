import { configDefaults, defineConfig } from "vitest/config";

/** Everything that needs no control plane and no other compiler: what `npm test` runs. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      ...configDefaults.exclude,
      "test/cluster/**",
      "test/compilers/**",
      "test/golden/*/{input,expected}/**",
    ],
    pool: "forks",
    // A hung test has to end some time; a slow machine must not end one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
