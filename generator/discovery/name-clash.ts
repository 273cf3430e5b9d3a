import type { Diagnostics } from "../diagnostics.js";
import { parseIndexKey } from "./group-version.js";

/** The core group has no name, and is called `core` in patterns, in paths and on the client: no other group can be called so beside it. */
export function reportNameClash(
  keys: readonly string[],
  diagnostics: Diagnostics,
): void {
  const keyOf = (wanted: string): string | undefined =>
    keys.find((key) => {
      const parsed = parseIndexKey(key);
      return parsed.kind === "group-version" && parsed.group === wanted;
    });
  const core = keyOf("");
  const other = keyOf("core");
  if (core === undefined || other === undefined) return;
  diagnostics.add({
    severity: "error",
    code: "group-name-clash",
    message: `"${other}" is of a group that is called as the core group is, which "${core}" is of`,
    hint: "--exclude cannot tell them apart: take the group away at the source, its APIService at the server or its documents in a capture",
    at: { document: other },
  });
}
