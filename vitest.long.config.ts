import { configDefaults, defineConfig, mergeConfig } from "vitest/config";
import { longTests, unitTests } from "./vitest.config.js";

/** What takes minutes and needs no control plane, as captures of real servers do: what `npm run test:long` runs. */
export default mergeConfig(
  defineConfig(unitTests),
  defineConfig({
    test: {
      include: [...longTests],
      exclude: configDefaults.exclude,
      isolate: false,
    },
  }),
);
