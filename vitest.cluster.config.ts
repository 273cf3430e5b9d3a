import { defineConfig } from "vitest/config";

/** The tests that talk to a real API server: what `npm run test:cluster` runs. */
export default defineConfig({
  test: {
    include: ["test/cluster/**/*.test.ts"],
    globalSetup: "test/cluster/global-setup.ts",
    pool: "forks",
    // One server serves them all, and what one file creates another one lists.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
