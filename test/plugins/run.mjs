// Builds and watches with each bundler that kubewright has a plugin for, from the package as npm packs it.
//
//   node test/plugins/run.mjs           all of it; `npm run build` comes before
//   node test/plugins/run.mjs webpack   the cases that have the word in their names
//
// The last line is `N passed, N failed`; the exit code is 1 if any failed.
import { rmSync } from "node:fs";
import { dirname } from "node:path";

import { installOnce } from "../install-once.mjs";

installOnce(import.meta.dirname);
const { packFolder } = await import("./project.mjs");
const { cases } = await import("./cases.mjs");

const [word = ""] = process.argv.slice(2);
const folder = packFolder();
let passed = 0;
let failed = 0;
try {
  for (const { name, run } of cases.filter(({ name }) => name.includes(word))) {
    const started = performance.now();
    const error = await run(folder).then(
      () => undefined,
      (thrown) => thrown,
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${error === undefined ? "ok  " : "FAIL"} ${seconds.padStart(5)} s  ${name}`,
    );
    if (error === undefined) passed += 1;
    else {
      failed += 1;
      console.log(error.stack ?? String(error));
    }
  }
} finally {
  rmSync(dirname(folder), { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
