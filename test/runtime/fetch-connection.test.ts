import { inspect } from "node:util";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  openFetchConnection,
  type FetchConnection,
  type FetchConnectOptions,
} from "../../templates/runtime/fetch-connection.js";
import { send } from "../../templates/runtime/request.js";
import type { ServerWarning } from "../../templates/runtime/server-warnings.js";
import { sendFailure, sendJson, startServer } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;
const server = "https://kube.example";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(options: FetchConnectOptions): FetchConnection {
  const connection = openFetchConnection(options);
  onTestFinished(() => connection.transport.close());
  return connection;
}

function refused(options: object): string {
  try {
    openFetchConnection(options);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "no error";
}

/** A server that answers with the headers that it was sent. */
async function echo() {
  return startServer(({ headers }, response) => sendJson(response, headers));
}

async function headersOf(
  options: FetchConnectOptions,
  own: { readonly [name: string]: string } = {},
): Promise<unknown> {
  const { url } = await echo();
  const { transport } = open({ server: url, ...options });
  return send(transport, { ...get, headers: own });
}

describe("the server", () => {
  it("is that of the page or the worker by default", () => {
    vi.stubGlobal("location", { origin: "http://127.0.0.1:8001" });
    expect(open({}).server).toBe("http://127.0.0.1:8001");
    expect(open({ server: "/" }).server).toBe("http://127.0.0.1:8001");
    expect(open({ server: "/k8s/c-1/" }).server).toBe(
      "http://127.0.0.1:8001/k8s/c-1",
    );
    expect(open({ server }).server).toBe(server);
  });

  it.each(["10.0.0.1:6443", "k8s", "//kube.example/x", "/\\kube.example/x"])(
    "is never the page's where it looks like another: %s",
    (server) => {
      vi.stubGlobal("location", { origin: "http://127.0.0.1:8001" });
      expect(refused({ server })).toBe(
        'ConfigError: the option "server" is not the address of a server',
      );
    },
  );

  it.each([undefined, { origin: "null" }, {}])(
    "has to be named outside of pages and workers (%j)",
    (location) => {
      vi.stubGlobal("location", location);
      for (const options of [{}, { server: "/k8s" }])
        expect(refused(options)).toBe(
          'ConfigError: the option "server" must have the address of the API server: this runs in no page, and in no worker, whose own server could be meant',
        );
    },
  );

  it.each([
    ["ftp://kube.example", "neither http:// nor https://"],
    ["https://jane:secret@kube.example", "credentials, a query or a fragment"],
    ["https://kube.example/?x=1", "credentials, a query or a fragment"],
  ])("is none where it is %s", (server, why) => {
    const message = refused({ server });
    expect(message).toContain(why);
    expect(message).not.toContain("secret");
  });
});

describe("an option", () => {
  it.each([
    "kubeconfig",
    "context",
    "tokenFile",
    "certificateAuthority",
    "clientCertificate",
    "clientKey",
    "insecureSkipTlsVerify",
    "tlsServerName",
    "proxyUrl",
    "disableCompression",
  ])("that fetch cannot do is refused: %s", (name) => {
    expect(refused({ server, [name]: "x" })).toBe(
      `ConfigError: over fetch there is no option "${name}": no files are read, and TLS, proxies and compression are the platform's own; connect() of index.js has it, on Node.js, in Deno and in Bun`,
    );
    expect(refused({ server, [name]: undefined })).toBe("no error");
  });

  it.each([
    [
      { tokens: "x" },
      'there is no option "tokens"; there are server, token, namespace, as, headers, userAgent, onRequest, onWarning, fetch',
    ],
    [{ toString: "x" }, 'there is no option "toString"; there are '],
    [{ token: "" }, 'the option "token" is empty'],
    [{ token: 1 }, 'the option "token" is no string and no function'],
    [{ headers: null }, 'the option "headers" is no object'],
    [{ fetch: {} }, 'the option "fetch" is no function'],
    [{ onWarning: "x" }, 'the option "onWarning" is no function'],
    [
      { token: "a\nb" },
      'the option "token" has characters in it that no header can hold, such as a line break',
    ],
    [
      { userAgent: "a\nb" },
      'the option "userAgent" has characters in it that no header can hold, such as a line break',
    ],
    [
      { headers: { "X-A": "a\nb" } },
      'the option "headers" has a "X-A" that no header can hold',
    ],
    [
      { headers: { Authorization: "Basic x" }, token: "t" },
      'the option "headers" has a "Authorization", and there is a "token" too',
    ],
    [
      { headers: { "Impersonate-User": "jane" } },
      'the option "headers" has a "Impersonate-User"; the option "as" says whom to act as',
    ],
  ])("that does not do is refused: %j", (options, message) => {
    expect(refused({ server, ...options })).toContain(
      `ConfigError: ${message}`,
    );
  });
});

describe("an identity to act as", () => {
  it("goes out whole", async () => {
    const as = {
      user: "jane",
      uid: "7",
      groups: ["a, b"],
      extra: { "example.com/Scope": ["x"], none: [] },
    };
    expect(await headersOf({ as, token: "t" })).toMatchObject({
      authorization: "Bearer t",
      "impersonate-user": "jane",
      "impersonate-uid": "7",
      "impersonate-group": "a, b",
      "impersonate-extra-example.com%2fscope": "x",
    });
  });

  it.each([
    [{ user: "jane", groups: ["a", "b"] }, 2, "impersonate-group"],
    [{ user: "jane", extra: { s: ["a", "b", "c"] } }, 3, "impersonate-extra-s"],
    // The server takes names of any case for the same.
    [{ user: "jane", extra: { s: ["a"], S: ["b"] } }, 2, "impersonate-extra-s"],
  ])(
    "is refused where fetch would make another of it: %j",
    (as, count, name) => {
      expect(refused({ server, as })).toBe(
        `ConfigError: the option "as" needs ${count} headers "${name}", which fetch would join to one: the server would take it for one value, and so for another identity; connect() of index.js sends each, on Node.js`,
      );
    },
  );

  it("is checked as elsewhere", () => {
    expect(refused({ server, as: { groups: ["a"] } })).toContain(
      'the option "as" names no user',
    );
  });
});

describe("headers", () => {
  it("are sent with each request that has none of the name", async () => {
    const options = {
      headers: { "X-One": "1", "x-two": "2", Authorization: "Basic x" },
      userAgent: "mine",
    };
    expect(await headersOf(options, { "X-Two": "own" })).toMatchObject({
      "x-one": "1",
      "x-two": "own",
      "user-agent": "mine",
      authorization: "Basic x",
    });
    expect(await headersOf({ token: "t" })).toMatchObject({
      authorization: "Bearer t",
      "user-agent": "kubewright-client",
    });
    vi.stubGlobal("location", { origin: "https://page.example" });
    expect(await headersOf({})).toMatchObject({ "user-agent": "node" });
  });

  it("of an observer too, which sees each try", async () => {
    const seen: unknown[] = [];
    let tries = 0;
    const server = await startServer((_, response) => {
      if (tries++ > 0) return sendJson(response, {});
      sendFailure(response, 429, "TooManyRequests", "", { "retry-after": "0" });
    });
    const { transport } = open({
      server: server.url,
      onRequest: ({ attempt, headers }) => {
        headers["traceparent"] = `try-${attempt}`;
        return ({ status }) => seen.push([attempt, status]);
      },
    });
    await send(transport, get);
    expect(seen).toEqual([
      [1, 429],
      [2, 200],
    ]);
    expect(server.asked.map(({ headers }) => headers["traceparent"])).toEqual([
      "try-1",
      "try-2",
    ]);
  });
});

it("warnings of the server are told, each once", async () => {
  const server = await startServer((_, response) => {
    response.setHeader("warning", [
      Buffer.from('299 - "one, of ж"').toString("latin1"),
      '299 - "two"',
    ]);
    sendJson(response, {});
  });
  const told: ServerWarning[] = [];
  const { transport } = open({
    server: server.url,
    onWarning: (warning) => told.push(warning),
  });
  await send(transport, get);
  await send(transport, get);
  expect(told.map(({ text }) => text)).toEqual(["one, of ж", "two"]);
});

it("credentials reach no server that a redirect leads to", async () => {
  const other = await echo();
  const server = await startServer((_, response) => {
    response.writeHead(307, { location: `${other.url}/x` }).end();
  });
  const { transport } = open({ server: server.url, token: "t" });
  await expect(send(transport, get)).rejects.toMatchObject({ status: 307 });
  expect(other.asked).toEqual([]);
});

it("a token shows nowhere", async () => {
  const connection = open({ server, token: "hidden", fetch: failing });
  const error: unknown = await connection.transport
    .request(get)
    .catch((e: unknown) => e);
  for (const value of [connection, error])
    expect(inspect(value, { depth: 9, showHidden: true })).not.toContain(
      "hidden",
    );
});

const failing: typeof fetch = () =>
  Promise.reject(new TypeError("Failed to fetch"));
