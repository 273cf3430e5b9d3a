import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen } from "../../generator/cli/site-server.js";
import {
  startServer,
  temporaryFolder,
  writeFiles,
} from "../runtime/servers.js";
import { treeOf } from "../unit/source-fixtures.js";
import { builtGenerator } from "./built.js";
import { kubewright } from "./command-line.js";
// It is loaded when it is needed, which on a slow machine is more than the time of a test.
import "../../generator/cli/docs-serve.js";

const source = join(
  import.meta.dirname,
  "../diff/cases/field-removed/new.yaml",
);
const from = ["docs", "--from", source];
const groupVersion = "field-removed.diff.example.com/v1";

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("docs --serve", () => {
  let folder: string;
  let site: string;
  let child: ChildProcess;
  let address: URL;
  let said = "";

  /** Asks for a path as it is spelled. */
  async function ask(
    path: string,
    options: { method?: string; host?: string } = {},
  ): Promise<Answered> {
    const { method = "GET", host = address.host } = options;
    const asking = request({
      ...{ hostname: "127.0.0.1", port: address.port, path, method },
      headers: { host },
    }).end();
    const [response] = (await once(asking, "response")) as [
      NodeJS.ReadableStream & {
        statusCode: number;
        headers: IncomingHttpHeaders;
      },
    ];
    const { statusCode: status, headers } = response;
    return { status, headers, body: await text(response) };
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-serve-"));
    site = join(folder, "site");
    const cli = join(builtGenerator(), "generator/cli.js");
    const args = [cli, ...from, "--out", site, "--serve"];
    child = spawn(process.execPath, args, { stdio: "pipe" });
    child.stderr?.on("data", (part: Buffer) => (said += part.toString()));
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    const [line] = (await once(lines, "line")) as [string];
    address = new URL(line);
  });
  afterAll(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  test("says on one line where the site is", () => {
    expect(address.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(said).toMatch(/^wrote .*site: \d+ pages/m);
  });

  test("gives the files of the site as what they are, never to be kept", async () => {
    const types = new Map([
      ["html", "text/html; charset=utf-8"],
      ["js", "text/javascript; charset=utf-8"],
      ["css", "text/css; charset=utf-8"],
    ]);
    const files = Object.keys(treeOf(site)).filter((path) =>
      /\.(?:html|js|css)$/.test(path),
    );
    expect(new Set(files.map((path) => path.replace(/.*\./, "")))).toEqual(
      new Set(types.keys()),
    );
    for (const path of files) {
      const { status, headers, body } = await ask(`/${path}?v=1`);
      expect([path, status, headers["content-type"]]).toEqual([
        path,
        200,
        types.get(path.replace(/.*\./, "")),
      ]);
      expect(headers["cache-control"]).toBe("no-store");
      expect(body).toBe(readFileSync(join(site, path), "utf8"));
    }
  });

  test("has a first page for each folder, by an address that its links are right from", async () => {
    const first = readFileSync(join(site, "index.html"), "utf8");
    expect((await ask("/")).body).toBe(first);
    expect(await ask(`/${groupVersion}`)).toMatchObject({
      status: 302,
      headers: { location: `/${groupVersion}/` },
    });
    expect(await ask(`/${groupVersion}/`)).toMatchObject({
      status: 200,
      body: readFileSync(join(site, groupVersion, "index.html"), "utf8"),
    });
  });

  test("answers HEAD without a body, and nothing else but GET", async () => {
    const { body } = await ask("/");
    expect(await ask("/", { method: "HEAD" })).toMatchObject({
      status: 200,
      headers: { "content-length": String(Buffer.byteLength(body)) },
      body: "",
    });
    expect(await ask("/", { method: "POST" })).toMatchObject({
      status: 405,
      headers: { allow: "GET, HEAD" },
    });
  });

  test("has nothing but the site: no way out, no dot files, no links, no files of others", async () => {
    writeFiles(folder, { "outside.html": "outside" });
    writeFiles(site, { ".hidden.html": "hidden", "mine.html": "mine" });
    for (const path of [
      ...["/none.html", "/../outside.html", "/%2e%2e/outside.html"],
      ...["/..%2foutside.html", "/assets/../../outside.html", "//index.html"],
      ...["/.hidden.html", "/mine.html", "/%", "/%00", "/index.html/", "*"],
      ...["/assets", "/assets/", "/__proto__", "http://127.0.0.1/", "/."],
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);

    const page = join(site, "deprecated.html");
    expect((await ask("/deprecated.html")).status).toBe(200);
    renameSync(page, join(site, "moved.html"));
    expect((await ask("/deprecated.html")).status).toBe(404);
    symlinkSync(join(folder, "outside.html"), page);
    expect((await ask("/deprecated.html")).status).toBe(404);
    const assets = join(site, "assets");
    renameSync(assets, join(folder, "assets"));
    symlinkSync(join(folder, "assets"), assets);
    expect((await ask("/assets/site.css")).status).toBe(404);
  });

  test("is for this machine: another name that leads to it gets nothing", async () => {
    expect((await ask("/", { host: "localhost" })).status).toBe(200);
    for (const host of ["evil.example", "127.0.0.1.evil.example:80"]) {
      const { status, body } = await ask("/", { host });
      expect([status, body]).toEqual([
        403,
        "this is for 127.0.0.1 and localhost alone\n",
      ]);
    }
  });

  test("says what is wrong with a port that is taken, before anything is read or written", async () => {
    const out = join(temporaryFolder(), "site");
    const { code, stdout, stderr } = await kubewright([
      ...["docs", "--from", "none", "--out", out],
      ...["--serve", "--port", address.port],
    ]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `error[unusable-port]: port ${address.port} of 127.0.0.1 is in use\n  hint: name another with --port, or leave it out: then a free one is taken\n`,
    );
  });

  test("ends with 0 on Ctrl-C, though a browser has a connection", async () => {
    const waiting = request(address, { headers: { connection: "keep-alive" } });
    waiting.on("error", () => undefined);
    waiting.end();
    await once(waiting, "response");
    const ended = once(child, "close");
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(said).toMatch(/Ctrl-C ends it\n$/);
  });
});

describe("docs --serve in this process", () => {
  test("takes the port that it is given, answers 503 until the site is there, and leaves nothing that listens", async () => {
    // Its index is not answered: the site is being made as long.
    let tell = (): void => undefined;
    const asked = new Promise<void>((resolve) => (tell = resolve));
    const slow = await startServer(() => tell());
    const free = await startServer(() => undefined);
    await free.stop();
    const interruption = new AbortController();
    const out = join(temporaryFolder(), "site");
    const run = kubewright(
      [
        ...["docs", "--from", slow.url, "--out", out],
        ...["--serve", "--port", String(free.port)],
      ],
      { signal: interruption.signal },
    );
    await asked;
    const response = await fetch(`http://127.0.0.1:${String(free.port)}/`);
    expect([response.status, await response.text()]).toEqual([
      503,
      "the site is being made\n",
    ]);
    interruption.abort();
    const { code, stderr } = await run;
    expect(stderr).toContain("interrupted: nothing was written");
    expect(code).toBe(130);
    // Nobody has the port any more.
    const next = await listen(free.port);
    await next.close();
  });

  test.each([
    [["--serve", "--format", "markdown"], "leave '--format markdown' out"],
    [["--port", "80"], "option '--port <number>' goes with '--serve'"],
    [["--serve", "--port", "65536"], "A port is a number from 0 to 65535"],
    [["--serve", "--port", "-1"], "A port is a number from 0 to 65535"],
    [["--serve", "--port", "http"], "A port is a number from 0 to 65535"],
  ])("%j is a mistake", async (args, message) => {
    const out = join(temporaryFolder(), "site");
    const outcome = await kubewright([...from, "--out", out, ...args]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(message);
  });
});
