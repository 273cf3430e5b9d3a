import { describe, expect, it, onTestFinished } from "vitest";
import { nodeTransport } from "../../generator/source/node-transport.js";
import { send } from "../../templates/runtime/request.js";
import type { TlsMaterial, TlsSource } from "../../templates/runtime/tls.js";
import type { Transport } from "../../templates/runtime/types.js";
import {
  undiciTransport,
  type UndiciTransportOptions,
} from "../../templates/runtime/undici.js";
import { overFetch } from "./fetches.js";
import { sendJson, startServer, until } from "./servers.js";

const get = { method: "GET", path: "/version" } as const;

async function messageOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no error",
    (error: Error) => error.message,
  );
}

/** The generator's own. */
function overNode(transport: UndiciTransportOptions): Transport {
  const opened = nodeTransport({
    transport: { ...transport, tls: fixedTls(transport) },
  });
  return {
    request: async (request) => (await opened).request(request),
    close: async () => (await opened).close(),
  };
}

function fixedTls({ certificateAuthority }: UndiciTransportOptions): TlsSource {
  const material = { certificateAuthority };
  const current = (): Promise<TlsMaterial> => Promise.resolve(material);
  return { current, reread: current };
}

describe.each([
  ["undici", undiciTransport],
  ["fetch", overFetch],
  ["node:https", overNode],
])("over %s", (_, open) => {
  function to(options: UndiciTransportOptions): Transport {
    const transport = open(options);
    onTestFinished(() => transport.close());
    return transport;
  }

  describe("requests", () => {
    it("keep the path that the server's address has, and encode the query", async () => {
      const server = await startServer((_, response) => sendJson(response, {}));
      const transport = to({ server: `${server.url}/k8s/clusters/c-1//` });
      await send(transport, {
        ...get,
        query: [
          ["labelSelector", "a in (b c),d=e"],
          ["exclude", "1"],
          ["exclude", "2"],
        ],
      });
      await send(transport, { ...get, path: "/x?a=1", query: [["b", "2"]] });
      expect(server.asked.map(({ url }) => url)).toEqual([
        "/k8s/clusters/c-1/version?labelSelector=a%20in%20(b%20c)%2Cd%3De&exclude=1&exclude=2",
        "/k8s/clusters/c-1/x?a=1&b=2",
      ]);
    });

    it.each([301, 302, 307, 308])(
      "follow no redirect (%d), so that no credentials reach another origin",
      async (status) => {
        const other = await startServer((_, response) =>
          sendJson(response, {}),
        );
        const server = await startServer((_, response) => {
          response.writeHead(status, { location: other.url });
          response.end();
        });
        const transport = to({ server: server.url });
        for (const method of ["GET", "POST"])
          await expect(
            send(transport, {
              ...{ method, path: "/x" },
              ...(method === "POST" ? { body: {} } : {}),
            }),
          ).rejects.toMatchObject({ status });
        expect(server.asked).toHaveLength(2);
        expect(other.connections()).toBe(0);
      },
    );

    it("carry bodies both ways, whole", async () => {
      const text = "ж".repeat(300_000);
      const server = await startServer(({ body }, response) =>
        response.end(body),
      );
      const request = { method: "POST", path: "/x", body: { text } };
      expect(await send(to({ server: server.url }), request)).toEqual({ text });
    });
  });

  describe("failures", () => {
    it("name the server, and what to look at", async () => {
      const gone = await startServer((_, response) => response.end());
      await gone.stop();
      const error: unknown = await to({ server: gone.url })
        .request(get)
        .catch((e) => e);
      expect(error).toMatchObject({
        name: "ConnectionError",
        code: "ECONNREFUSED",
        sent: false,
        message: `GET /version: no answer from ${gone.url}: the connection was refused; does the server run, and is its address right? (ECONNREFUSED)`,
      });
    });

    it("tell TLS from plain HTTP", async () => {
      const server = await startServer((_, response) => response.end());
      const url = server.url.replace("http:", "https:");
      expect(await messageOf(send(to({ server: url }), get))).toContain(
        "is its address http://",
      );
    });

    it("tell a connection that broke in the middle", async () => {
      const server = await startServer((_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
        setTimeout(() => response.destroy(), 20);
      });
      const answer = await to({ server: server.url }).request(get);
      await expect(answer.text()).rejects.toMatchObject({
        name: "ConnectionError",
        sent: true,
      });
    });

    it("come when the answer's headers, or its body, take too long", async () => {
      const server = await startServer(({ url }, response) => {
        if (url === "/body") response.writeHead(200).write("x");
      });
      const transport = to({ server: server.url });
      await expect(
        transport.request({ ...get, headersTimeoutMs: 100 }),
      ).rejects.toMatchObject({ code: "UND_ERR_HEADERS_TIMEOUT" });
      const answer = await transport.request({
        method: "GET",
        path: "/body",
        idleTimeoutMs: 100,
      });
      await expect(answer.text()).rejects.toMatchObject({
        code: "UND_ERR_BODY_TIMEOUT",
      });
    });
  });

  describe("connections", () => {
    it("are let go of when a body is dismissed, or not read to its end", async () => {
      const server = await startServer((_, response) => {
        response.writeHead(200);
        response.write("first\n");
      });
      const transport = to({ server: server.url });
      await (await transport.request(get)).dismiss();
      await until(() => server.open() === 0);
      for await (const chunk of (await transport.request(get)).body) {
        expect(Buffer.from(chunk).toString()).toBe("first\n");
        break;
      }
      await until(() => server.open() === 0);
    });
  });
});
