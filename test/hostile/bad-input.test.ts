import {
  chmodSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { kubewright } from "../cli/command-line.js";
import { certificates } from "../runtime/certificates.js";
import {
  sendFailure,
  sendJson,
  startServer,
  temporaryFolder,
  writeFiles,
  type Answer,
} from "../runtime/servers.js";
import { captureOf, documentOf, treeOf } from "../unit/source-fixtures.js";

/** A folder of the test's own, in which nothing may be written but what it puts there. */
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  // Neither this machine's cluster nor its home is asked.
  vi.stubEnv("KUBECONFIG", join(folder, "no-kubeconfig"));
  vi.stubEnv("HOME", folder);
  vi.stubEnv("KUBERNETES_SERVICE_HOST", undefined);
});
afterEach(() => vi.unstubAllEnvs());

/** Runs `generate`, which has to end with 1 and one error, having written nothing. */
async function refused(
  from: readonly string[],
  code: string,
  message: string | RegExp,
  out = join(folder, "k8s"),
): Promise<string> {
  const before = treeOf(folder);
  const args = ["generate", "--out", out, "--from", ...from];
  const outcome = await kubewright(args);
  expect(outcome.stderr).toContain(`error[${code}]: `);
  expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr).toContain("\n  hint: ");
  expect(outcome.stderr).not.toMatch(/^ {4}at /m);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(treeOf(folder)).toEqual(before);
  return outcome.stderr;
}

const serving = async (answer: Answer): Promise<string> =>
  (await startServer(answer)).url;

describe("a server", () => {
  test("that cannot be reached", async () => {
    const { url, stop } = await startServer(() => undefined);
    await stop();
    await refused([url], "unreachable-server", url);
  });

  test("whose certificate is of another authority", async () => {
    const { serverCertificate, serverKey, otherCa } = certificates();
    const tls = { cert: serverCertificate, key: serverKey };
    const { url } = await startServer(() => undefined, tls);
    writeFiles(folder, { "ca.crt": otherCa });
    const from = [url, "--certificate-authority", join(folder, "ca.crt")];
    await refused(from, "untrusted-certificate", url);
  });

  test.each([
    [401, "Unauthorized", "unauthorized", /answered 401 .* "who are you"/],
    [403, "Forbidden", "forbidden", /answered 403 .* "who are you"/],
    [404, "NotFound", "no-openapi-v3", /answered 404/],
    [500, "InternalError", "server-error", /answered 500/],
  ])("that answers %i", async (status, reason, code, message) => {
    const url = await serving((_, response) =>
      sendFailure(response, status, reason, "who are you"),
    );
    const stderr = await refused([url, "--token", "s3cret"], code, message);
    expect(stderr).not.toContain("s3cret");
  });

  test("that is not an API server", async () => {
    const url = await serving((_, response) => {
      response.end("<!doctype html><title>It works</title>");
    });
    await refused([url], "not-an-api-server", `${url} is not an API server`);
  });
});

describe("a cluster", () => {
  test("without a kubeconfig", async () => {
    await refused(["cluster"], "bad-configuration", /kubeconfig/);
  });

  test("is what is read where nothing is said", async () => {
    const { code, stderr } = await kubewright(["generate"]);
    expect(code).toBe(1);
    expect(stderr).toContain("error[bad-configuration]: ");
  });

  test("with a kubeconfig that is not there", async () => {
    const path = join(folder, "other");
    const from = ["cluster", "--kubeconfig", path];
    await refused(from, "bad-configuration", path);
  });

  test("with a context that is not there", async () => {
    const kubeconfig = join(folder, "config");
    const contexts = [
      { name: "staging", context: { cluster: "a", user: "b" } },
    ];
    writeFileSync(kubeconfig, JSON.stringify({ kind: "Config", contexts }));
    const from = ["cluster", "--kubeconfig", kubeconfig, "--context", "prod"];
    await refused(from, "bad-configuration", /"prod"/);
  });

  test("with a server that is not there", async () => {
    const { url, stop } = await startServer(() => undefined);
    await stop();
    const kubeconfig = join(folder, "config");
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        kind: "Config",
        "current-context": "c",
        contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
        clusters: [{ name: "c", cluster: { server: url } }],
        users: [{ name: "u", user: { token: "s3cret" } }],
      }),
    );
    const from = ["cluster", "--kubeconfig", kubeconfig];
    const stderr = await refused(from, "unreachable-server", url);
    expect(stderr).not.toContain("s3cret");
  });
});

describe("a file", () => {
  const whole = JSON.stringify(documentOf("apps", "v1", "Deployment"), null, 2);
  const schema = "example.apps.v1.Deployment";

  test.each<[string, string, string, RegExp]>([
    [
      "truncated",
      whole.slice(0, 700),
      "invalid-json",
      /bad:\d+: .*ends before/,
    ],
    ["empty", "", "empty-document", /bad: /],
    ["not JSON", '{"openapi": 3.0.0}', "invalid-json", /bad:1: .*column 13/],
    ["not YAML", "openapi: 3.0.0\n\tpaths: {}\n", "invalid-yaml", /bad:2: /],
    ["a page", "<html></html>", "wrong-shape", /expected an object/],
    [
      "Swagger 1.2",
      '{"swagger":"1.2","paths":{}}',
      "unsupported-openapi-version",
      /Swagger "1.2"/,
    ],
    [
      "OpenAPI 3.1",
      '{"openapi":"3.1.0","paths":{}}',
      "unsupported-openapi-version",
      /3\.1\.0/,
    ],
    [
      "an answer of a server",
      '{"kind":"Status","apiVersion":"v1","message":"forbidden: no"}',
      "not-openapi",
      /this is a Status of v1.*"forbidden: no"/,
    ],
    ["something else", '{"name":"app"}', "not-openapi", /no "openapi"/],
    [
      "with a reference to nowhere",
      whole.replace(`schemas/${schema}"`, 'schemas/Gone"'),
      "dangling-reference",
      /bad#\/paths\/.*: there is no schema "Gone"|no schema "Gone"/,
    ],
    [
      "with a reference to another file",
      whole.replace(`#/components/schemas/${schema}"`, '../secrets.json"'),
      "external-reference",
      /"..\/secrets.json"/,
    ],
  ])("that is %s", async (_, content, code, message) => {
    const path = join(folder, "bad");
    writeFileSync(path, content);
    await refused([path], code, message);
  });

  test("that is not there", async () => {
    const path = join(folder, "nothing.json");
    await refused([path], "source-not-found", path);
  });

  test.runIf(process.getuid?.() !== 0)("that may not be read", async () => {
    const path = join(folder, "secret.json");
    writeFileSync(path, whole);
    chmodSync(path, 0o000);
    await refused([path], "unreadable-file", path);
  });
});

describe("a folder", () => {
  test("whose index lists a document that is not there", async () => {
    const files = captureOf({ "api/v1": documentOf("", "v1", "Pod") });
    const from = join(folder, "from");
    writeFiles(from, { "index.json": files["index.json"] ?? "" });
    await refused([from], "document-missing", /lists "api\/v1"/);
  });

  test("whose index is cut off", async () => {
    const from = join(folder, "from");
    writeFiles(from, { "index.json": '{"paths": {' });
    await refused([from], "invalid-json", /index\.json:1: /);
  });

  test("that is empty", async () => {
    const from = join(folder, "from");
    mkdirSync(from);
    await refused([from], "no-documents", from);
  });
});

describe("an output folder", () => {
  const source = (): string => {
    const from = join(folder, "from");
    writeFiles(from, captureOf({ "api/v1": documentOf("", "v1", "Pod") }));
    return from;
  };

  test("that is the root of a project", async () => {
    const out = join(folder, "app");
    writeFiles(out, { "package.json": "{}" });
    await refused([source()], "unsafe-output-folder", /package\.json/, out);
  });

  test("that is the working directory", async () => {
    await refused([source()], "unsafe-output-folder", /working directory/, ".");
  });

  test("that is a file", async () => {
    const out = join(folder, "k8s");
    writeFileSync(out, "mine");
    await refused([source()], "output-is-a-file", out);
  });

  test("that cannot be written", async () => {
    const out = "/proc/kubewright/k8s";
    await refused([source()], "output-not-writable", out, out);
  });

  test("that holds other people's files where output goes", async () => {
    const out = join(folder, "k8s");
    writeFiles(out, { "index.ts": "mine", "core/v1/types.ts": "mine" });
    const stderr = await refused([source()], "foreign-file", /index\.ts"/);
    expect(stderr).toContain(join(out, "core/v1/types.ts"));
  });

  test("in which a link leads outside", async () => {
    const out = join(folder, "k8s");
    const outside = join(folder, "outside");
    mkdirSync(outside);
    mkdirSync(out);
    symlinkSync(outside, join(out, "core"));
    await refused([source()], "symlink-in-output", /core"/);
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe("an interrupt", () => {
  test("before the end writes nothing, and ends with 130", async () => {
    const stop = new AbortController();
    const url = await serving((_, response) => {
      stop.abort(new Error("SIGINT"));
      sendJson(response, {});
    });
    const args = ["generate", "--from", url, "--out", join(folder, "k8s")];
    const { code, stderr } = await kubewright(args, { signal: stop.signal });
    expect(code).toBe(130);
    expect(stderr).toContain("interrupted: nothing was written\n");
    expect(treeOf(folder)).toEqual({});
  });
});
