import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { certificates } from "../runtime/certificates.js";
import {
  sendFailure,
  startServer,
  temporaryFolder,
  writeFiles,
} from "../runtime/servers.js";
import {
  apiServer,
  everything,
  keys,
  load,
  texts,
  type Quirks,
} from "./source-api-server.js";
import { problemsOf } from "./source-fixtures.js";

describe("a server that does not answer as hoped", () => {
  const anonymous =
    'forbidden: User "system:anonymous" cannot get path "/openapi/v3"';
  test.each([
    [401, "Unauthorized", "Unauthorized", "unauthorized", "--token"],
    [403, "Forbidden", "not allowed", "forbidden", "system:discovery"],
    [403, "Forbidden", anonymous, "forbidden", "no credentials were sent"],
    [404, "NotFound", "not found", "no-openapi-v3", "1.24"],
    [503, "ServiceUnavailable", "starting", "server-error", "run again"],
  ])("%i %s", async (status, reason, message, code, hint) => {
    const server = await startServer((_, response) =>
      sendFailure(response, status, reason, message),
    );
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code,
        message: `${server.url} answered ${status} to GET /openapi/v3: "${message}"`,
        hint: expect.stringContaining(hint) as string,
      },
    ]);
  });

  test.each([
    ["a page", "<!doctype html><title>Sign in</title>", 200],
    ["other JSON", '{"hello":"world"}', 200],
    ["nothing", "", 200],
    ["a redirect to a login", "", 302],
  ])("%s in place of the index", async (_, body, status) => {
    const server = await startServer((__, response) => {
      response.writeHead(status, { location: "/login" });
      response.end(body);
    });
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code: "not-an-api-server",
        message: expect.stringContaining(server.url) as string,
      },
    ]);
  });

  test("a document that went away between the index and its turn", async () => {
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/apis/apps/v1")) return false;
      sendFailure(response, 404, "NotFound", "gone");
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      { code: "document-missing", at: { document: "apis/apps/v1" } },
    ]);
  });

  test("what many servers publish is asked for past one that is down, and one of another hash", async () => {
    let asked = 0;
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/version")) return false;
      asked += 1;
      if (asked === 1) sendFailure(response, 503, "ServiceUnavailable", "down");
      else if (asked < 7) {
        const location = `/openapi/v3/version?hash=${asked}`;
        response.writeHead(301, { location }).end();
      } else return false;
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect((await load(server.url)).map(({ key }) => key)).toEqual(
      Object.keys(texts),
    );
    expect(asked).toBeGreaterThan(6);
  });

  test("what many servers publish is done without where it is refused", async () => {
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/version")) return false;
      sendFailure(response, 503, "ServiceUnavailable", "down");
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect((await load(server.url)).map(({ key }) => key)).toEqual([
      "api/v1",
      "apis/apps/v1",
    ]);
  });

  test("a document that is cut off", async () => {
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/apis/apps/v1")) return false;
      response.end((texts["apis/apps/v1"] ?? "").slice(0, 200));
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      { code: "invalid-json", at: { document: "apis/apps/v1", line: 1 } },
    ]);
  });

  test("a connection that breaks is said once, not for each document", async () => {
    const first: Quirks["first"] = (url, response) => {
      if (!url.includes("hash=")) return false;
      response.destroy();
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code: "unreachable-server",
        message: expect.stringContaining(server.url) as string,
      },
    ]);
  });

  test("nobody there", async () => {
    const server = await startServer(apiServer());
    await server.stop();
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code: "unreachable-server",
        message: expect.stringContaining("ECONNREFUSED") as string,
      },
    ]);
  });

  test("a host that has no address", async () => {
    const problems = await problemsOf(() => load("https://kube.invalid:6443"));
    expect(problems).toMatchObject([{ code: "unreachable-server" }]);
    expect(problems[0]?.message).toContain("https://kube.invalid:6443");
  });

  test("an interrupt ends the wait", async () => {
    const stop = new AbortController();
    const server = await startServer(() => stop.abort(new Error("enough")));
    const source = await openSource([server.url], {}, new Diagnostics());
    await expect(source.list(stop.signal)).rejects.toThrow("enough");
    await source.close();
  });
});

describe("over TLS", () => {
  const files = (): Record<string, string> => {
    const made = certificates();
    const folder = temporaryFolder();
    writeFiles(folder, {
      "ca.crt": made.ca,
      "other.crt": made.otherCa,
      "client.crt": made.clientCertificate,
      "client.key": made.clientKey,
    });
    return Object.fromEntries(
      ["ca.crt", "other.crt", "client.crt", "client.key"].map((name) => [
        name,
        join(folder, name),
      ]),
    );
  };
  const start = (requestCert = false) => {
    const { ca, serverCertificate, serverKey } = certificates();
    const tls = { cert: serverCertificate, key: serverKey, ca, requestCert };
    return startServer(apiServer(), {
      ...tls,
      rejectUnauthorized: requestCert,
    });
  };

  test("the right authority and a client certificate are let in", async () => {
    const paths = files();
    const server = await start(true);
    const loaded = await load(server.url, {
      certificateAuthority: paths["ca.crt"],
      clientCertificate: paths["client.crt"],
      clientKey: paths["client.key"],
    });
    expect(keys(loaded)).toEqual(everything);
  });

  test.each([
    ["the wrong authority", "other.crt"],
    ["no authority", undefined],
  ])("%s ends the run", async (_, name) => {
    const paths = files();
    const server = await start();
    const certificateAuthority = name === undefined ? undefined : paths[name];
    const run = () => load(server.url, { certificateAuthority });
    expect(await problemsOf(run)).toMatchObject([
      {
        code: "untrusted-certificate",
        message: expect.stringContaining(server.url) as string,
        hint: expect.stringContaining("--certificate-authority") as string,
      },
    ]);
    expect(server.asked).toEqual([]);
  });

  test("verification can be switched off, which is said", async () => {
    const server = await start();
    const diagnostics = new Diagnostics();
    const options = { insecureSkipTlsVerify: true };
    expect(keys(await load(server.url, options, diagnostics))).toEqual(
      everything,
    );
    expect(diagnostics.list).toMatchObject([
      { severity: "warning", code: "insecure-tls" },
    ]);
  });

  test("https: to a port that speaks http: is explained", async () => {
    const server = await startServer(apiServer());
    const url = server.url.replace("http:", "https:");
    expect(await problemsOf(() => load(url))).toMatchObject([
      { code: "tls-failure" },
    ]);
  });
});
