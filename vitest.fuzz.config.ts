import { defineConfig } from "vitest/config";

/** What `npm run fuzz` runs: as long as is asked for. */
export default defineConfig({
  test: {
    include: ["test/fuzz/long-run.ts"],
    pool: "forks",
    testTimeout: 0,
    silent: false,
    disableConsoleIntercept: true,
  },
});
