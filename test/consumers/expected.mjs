import { strictEqual } from "node:assert/strict";

/** What every consumer prints of what `api-server.mjs` has: a list, a watch, and an error told by its predicate. */
export const expected = "web-0 web-1, SYNC MODIFIED, NotFound";

/** Holds the last line that a consumer printed to that. */
export function seen(output) {
  strictEqual(output.trimEnd().split("\n").at(-1), expected, output);
}
