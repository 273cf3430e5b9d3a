import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createContext, runInContext } from "node:vm";

import { rolldown } from "rolldown";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { generate } from "../../generator/pipeline.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { complaintsOf } from "./compilation.js";

let folder: string;

/** A client of its own, below nothing that has packages: what is imported of them is not found. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kubewright-fetch-"));
  const include = ["core/v1", "apps/v1"];
  const { files } = await generate(builtinSource(), { include });
  for (const { path, text } of files) write(`k8s/${path}`, text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Bundles a program for browsers, into one script; gives it minified, with the modules that are in it. */
async function bundle(program: string) {
  write("main.ts", program);
  const build = await rolldown({
    input: join(folder, "main.ts"),
    platform: "browser",
    treeshake: { moduleSideEffects: false },
    onLog: (level, { message }) =>
      expect.unreachable(`${level}: ${String(message)}`),
  });
  const { output } = await build.generate({
    format: "iife",
    name: "bundle",
    minify: true,
  });
  await build.close();
  expect(output).toHaveLength(1);
  return { code: output[0].code, modules: output[0].moduleIds };
}

const listing = `
  for await (const pod of k8s.core.v1.pods("default").listAll()) names.push(pod.metadata.name);
`;

describe("fetch.ts", () => {
  test.each([
    ["es2022", "dom"],
    ["es2022", "webworker"],
  ])("compiles alone, with %s and %s and no types of Node.js", (...libs) => {
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: libs.map((lib) => `lib.${lib}.d.ts`),
      types: [],
    };
    const complaints = complaintsOf(
      [join(folder, "k8s/fetch.ts")],
      options,
    ).map(({ file, messageText }) =>
      [file?.fileName, ts.flattenDiagnosticMessageText(messageText, "\n")].join(
        ": ",
      ),
    );
    expect(complaints).toEqual([]);
  });

  test("is bundled for browsers without anything of Node.js, and without undici, ws and yaml", async () => {
    const { code, modules } = await bundle(`
      export * from "./k8s/fetch.js";
      export * from "./k8s/core/v1/index.js";
    `);
    expect(code).not.toMatch(/node:|["'`](undici|ws|yaml)["'`]/);
    const files = modules.map((id) => id.slice(folder.length + 1));
    expect(files).toContain("k8s/runtime/fetch-transport.ts");
    for (const other of ["undici", "connect", "web-socket", "manifests"])
      expect(files).not.toContain(`k8s/runtime/${other}.ts`);
  });

  test("runs where there is the web platform alone", async () => {
    const { code } = await bundle(`
      import { connect, isNotFound } from "./k8s/fetch.js";
      declare const done: (result: unknown) => void;
      const run = async () => {
        const k8s = await connect({ token: async () => "t", as: { user: "jane", groups: ["a"] } });
        const names: string[] = [];
        ${listing}
        for await (const event of k8s.core.v1.pods("default").watch({ resourceVersion: "1" })) {
          if (event.type === "ADDED") { names.push(event.object.metadata.name); break; }
        }
        for await (const line of k8s.core.v1.pods("default").logs("a", { follow: true })) names.push(line);
        const missing = await k8s.apps.v1.deployments("default").get("none").catch((error) => error);
        return { names, notFound: isNotFound(missing), message: missing.message };
      };
      run().then(done, done);
    `);
    const asked: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      asked.push(`${init.method ?? ""} ${url}`);
      expect(init.headers).toMatchObject({
        authorization: "Bearer t",
        "impersonate-group": "a",
      });
      return answer(new URL(url));
    };
    const web = {
      ...{ AbortController, AbortSignal, TextDecoder, TextEncoder, URL },
      ...{ ReadableStream, Request, setTimeout, clearTimeout, performance },
      location: { origin: "http://127.0.0.1:8001" },
      fetch,
    };
    const result = await new Promise((done) => {
      runInContext(code, createContext({ ...web, done }));
    });
    // Made in another realm.
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      names: ["a", "b", "c", "one", "two"],
      notFound: true,
      message:
        "GET /apis/apps/v1/namespaces/default/deployments/none: 404 NotFound: none",
    });
    expect(asked[0]).toBe(
      "GET http://127.0.0.1:8001/api/v1/namespaces/default/pods?limit=500",
    );
  });
});

/** A server's answers, to what the program above asks. */
function answer({ pathname, searchParams }: URL): Response {
  const named = (name: string) => ({ metadata: { name } });
  if (pathname.endsWith("/none"))
    return Response.json(
      {
        kind: "Status",
        status: "Failure",
        reason: "NotFound",
        message: "none",
      },
      { status: 404 },
    );
  if (pathname.endsWith("/log")) return new Response("one\ntwo");
  if (searchParams.get("watch") === "true")
    return Response.json({ type: "ADDED", object: named("c") });
  return Response.json(
    searchParams.has("continue")
      ? { metadata: {}, items: [named("b")] }
      : { metadata: { continue: "more" }, items: [named("a")] },
  );
}
