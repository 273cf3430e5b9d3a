import { defineConfig } from "vitest/config";

/** The tests that talk to a real API server: what `npm run test:cluster` runs. */
export default defineConfig({
  test: {
    include: ["test/cluster/**/*.test.ts"],
    globalSetup: "test/cluster/global-setup.ts",
    pool: "forks",
    // One server serves them all, and what one file creates another one lists.
    fileParallelism: false,
    // What is waited for comes some time: the default of a second is a slow machine's failure.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
