import { defineConfig } from "vitest/config";

/** The reference site as a whole: every snippet compiled, every link followed, and in a browser. What `npm run test:docs` runs. */
export default defineConfig({
  test: {
    include: ["test/docs/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
