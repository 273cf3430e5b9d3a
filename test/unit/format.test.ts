import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { format } from "../../generator/format.js";

// A source map holds the TypeScript, with whatever characters a server's descriptions have.
const map = { path: "apps/v1/types.js.map", text: '{"names":["é"]}\n' };

test("source maps stay as they are, whatever characters are in them", async () => {
  const { files, byPrettier } = await format([map], undefined);
  expect({ files, byPrettier }).toEqual({ files: [map], byPrettier: 0 });
});

test("source maps stay as they are under a configuration of the user's own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-format-"));
  try {
    writeFileSync(join(folder, ".prettierrc"), '{ "semi": false }');
    const script = { path: "apps/v1/types.js", text: "export {};\n" };
    const { files } = await format([script, map], folder);
    expect(files).toEqual([{ ...script, text: "export {}\n" }, map]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
