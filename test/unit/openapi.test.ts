import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { describe, expect, onTestFinished, test } from "vitest";

import { Diagnostics } from "../../generator/diagnostics.js";
import { applyFixups } from "../../generator/document/fixups/index.js";
import { loadDocuments } from "../../generator/document/load.js";
import { loadConverter } from "../../generator/openapi/converter.js";
import { generate } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { documentOf, realCapture } from "./source-fixtures.js";
import { root } from "./source-imports.js";

const captures = ["builtin", "v1.34", "v1.37-operators"].map((name) => ({
  name,
  from: name === "builtin" ? name : realCapture(name),
}));

// Small groups of each capture, and one with every kind of field that custom resources have.
const selection = {
  include: ["batch/v1", "networking.k8s.io/v1", "cert-manager.io/v1"],
};

describe.each(captures)("the files of $name", ({ from }) => {
  test.skipIf(from === undefined)(
    "are what openapi-typescript itself writes of the documents",
    { timeout: 600_000 },
    async () => {
      const diagnostics = new Diagnostics();
      const source = await openSource([from ?? ""], {}, diagnostics);
      onTestFinished(() => source.close());
      const loaded = await loadDocuments(source, selection, diagnostics);
      const documents = loaded.filter(({ version }) => version !== undefined);
      const { files } = await generate(source, {
        ...selection,
        form: { language: "openapi" },
        diagnostics,
      });
      expect(documents.length).toBeGreaterThan(1);
      for (const { group, version, document } of documents) {
        const corrected = applyFixups(document) as unknown as OpenAPI3;
        const nodes = await openapiTS(corrected, {
          defaultNonNullable: false,
          emptyObjectsUnknown: true,
          silent: true,
        });
        const file = files.find(
          ({ path }) => path === `${String(group)}/${String(version)}.ts`,
        );
        expect(withoutBanner(file?.text)).toBe(astToString(nodes));
      }
    },
  );
});

test("nothing is fetched or read for a reference in a field that nobody knows", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const reference = { $ref: `http://127.0.0.1:${String(port)}/elsewhere.json` };

  const document = documentOf("example.com", "v1", "Widget");
  const folder = temporaryFolder();
  writeFiles(folder, {
    "apis__example.com__v1_openapi.json": JSON.stringify({
      ...document,
      "x-elsewhere": reference,
      servers: [reference],
      tags: [{ externalDocs: reference }],
    }),
  });
  const diagnostics = new Diagnostics();
  const source = await openSource([folder], {}, diagnostics);
  const form = { language: "openapi" } as const;
  await generate(source, { form, diagnostics });
  expect(asked).toEqual([]);
});

test("a document that cannot be converted is named", async () => {
  const { convert } = await loadConverter();
  const summary = { trim: "is no function" };
  const document = documentOf("example.com", "v1", "Widget");
  const paths = document["paths"] as Record<string, object>;
  const [path = ""] = Object.keys(paths);
  const broken = {
    ...document,
    paths: { [path]: { ...paths[path], get: { responses: {}, summary } } },
  };
  expect(() => convert(broken as never)).toThrow("trim");

  const folder = temporaryFolder();
  const file = "apis__example.com__v1_openapi.json";
  writeFiles(folder, { [file]: JSON.stringify(broken) });
  const diagnostics = new Diagnostics();
  const source = await openSource([folder], {}, diagnostics);
  const form = { language: "openapi" } as const;
  await expect(generate(source, { form, diagnostics })).rejects.toThrow(
    /v1_openapi\.json: error\[not-convertible\]: openapi-typescript cannot convert the document/,
  );
});

test("a package is refused before anything is read", async () => {
  const diagnostics = new Diagnostics();
  const source = await openSource(["builtin"], {}, diagnostics);
  const form = {
    language: "openapi",
    package: { name: "@acme/k8s", version: "1.0.0" },
  } as const;
  const refused = generate(source, { form, diagnostics });
  await expect(refused).rejects.toThrow("error[form-conflict]");
});

test("the version that the loader wants is the one that package.json wants", () => {
  const text = readFileSync(join(root, "package.json"), "utf8");
  const { peerDependencies } = JSON.parse(text) as {
    peerDependencies: Record<string, string>;
  };
  const loader = readFileSync(
    join(root, "generator/openapi/converter.ts"),
    "utf8",
  );
  const [, minor] = /oldestMinor = (\d+)/.exec(loader) ?? [];
  expect(peerDependencies["openapi-typescript"]).toBe(`^7.${String(minor)}.0`);
});

/** Behind the two lines of kubewright's own. */
function withoutBanner(text = ""): string {
  return text.slice(text.indexOf("export "));
}
