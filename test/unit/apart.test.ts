import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apart } from "../../vitest.config.js";
import { filesUnder, root } from "./source-imports.js";

test("files that put modules in the place of others have a process to themselves, and no others do", () => {
  const replacing = filesUnder(
    ["test"],
    (file) => file.endsWith(".test.ts") && !file.startsWith("test/cluster/"),
  ).filter((file) =>
    /^ *vi\.(?:do)?mock\(/im.test(readFileSync(join(root, file), "utf8")),
  );
  expect(replacing).toEqual(apart);
});
