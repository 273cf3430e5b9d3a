import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { realCapture } from "../unit/source-fixtures.js";
import { documentsOf, editEach } from "./change-campaign.js";

const capture = realCapture("v1.37-operators");

test.runIf(capture !== undefined && existsSync(capture))(
  "of a changed document of a server with many custom resources as much is made as of all documents, or all are read",
  async () => {
    const source = await openSource([capture ?? ""], {}, new Diagnostics());
    const { alone } = await editEach(await documentsOf(source), 2);
    expect(alone).toBeGreaterThan(20);
  },
  3_600_000,
);
