import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { openSource } from "../../generator/source/open.js";
import { goldenCases, goldenFolder } from "../unit/golden-case.js";
import { documentsOf, editEach } from "./change-campaign.js";
import { documents, type Documents } from "./documents.js";

/** Cases whose documents are no server's. */
const unreadable =
  /^(?:broken|crd-(?:broken|layers|templated)|groups-clash|layers|single-document|swagger|hostile|conflict)/;

/** One server with a document of each key that a golden case has. */
async function goldenDocuments(): Promise<Documents> {
  let server: Documents = {};
  for (const name of goldenCases()) {
    if (unreadable.test(name)) continue;
    const input = [`${goldenFolder}/${name}/input`];
    const source = await openSource(input, {}, new Diagnostics());
    server = { ...(await documentsOf(source)), ...server };
  }
  return server;
}

describe("of a changed document as much is made as of all documents, or all are read", () => {
  test("of servers that nobody would write", async () => {
    let alone = 0;
    for (const server of fc.sample(documents, { seed: 3, numRuns: 20 }))
      alone += (await editEach(server, 2)).alone;
    expect(alone).toBeGreaterThan(0);
  });

  test("of groups of Kubernetes' own", async () => {
    const all = await documentsOf(builtinSource());
    const some = [
      ...["apis/apps/v1", "apis/autoscaling/v1", "apis/batch/v1"],
      ...["apis/policy/v1", "apis/scheduling.k8s.io/v1"],
    ];
    const server = Object.fromEntries(
      Object.entries(all).filter(([key]) => some.includes(key)),
    );
    const { alone } = await editEach(server, 3);
    expect(alone).toBeGreaterThan(0);
  });

  test("of groups that have something to do with each other", async () => {
    const server = await goldenDocuments();
    const { alone } = await editEach(server, 2);
    expect(alone).toBeGreaterThan(5);
  });
});
