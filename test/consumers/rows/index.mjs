import { rows as bundlers } from "./bundlers.mjs";
import { rows as commonjs } from "./commonjs.mjs";
import { rows as compilers } from "./compilers.mjs";
import { rows as examples } from "./examples.mjs";
import { rows as linters } from "./linters.mjs";
import { rows as packages } from "./packages.mjs";
import { rows as refusals } from "./refusals.mjs";
import { rows as runtimes } from "./runtimes.mjs";
import { rows as testRunners } from "./test-runners.mjs";

/**
 * Every consumer: its name, and what it does in a workshop. It throws where something is not as a user would want it.
 *
 * @type {readonly { name: string, run: (workshop: import("../workshop.mjs").Workshop) => Promise<unknown> }[]}
 */
export const rows = [
  ...compilers,
  ...runtimes,
  ...commonjs,
  ...bundlers,
  ...testRunners,
  ...linters,
  ...examples,
  ...packages,
  ...refusals,
];
