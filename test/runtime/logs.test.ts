import { describe, expect, it, onTestFinished } from "vitest";
import { isNotFound } from "../../templates/runtime/errors.js";
import { readLines } from "../../templates/runtime/lines.js";
import { readLogs } from "../../templates/runtime/logs.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { someFacts } from "./fake-transport.js";
import { sendFailure, startServer, until, type Answer } from "./servers.js";

async function pods(answer: Answer) {
  const server = await startServer(answer);
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const facts = someFacts({
    group: "",
    plural: "pods",
    kind: "Pod",
    logs: readLogs,
  });
  return { server, pods: new ResourceHandle(transport, facts, "default") };
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

describe("logs", () => {
  it("are asked for when they are read, each time anew", async () => {
    const { server, pods: resource } = await pods((_, response) =>
      response.end("one\n\ntwo\r\nthree"),
    );
    const logs = resource.logs("web-0", {
      container: "main",
      previous: true,
      sinceSeconds: 60,
      tailLines: 0,
      timestamps: false,
    });
    expect(server.asked).toEqual([]);
    expect(await all(logs)).toEqual(["one", "", "two\r", "three"]);
    expect(await logs.text()).toBe("one\n\ntwo\r\nthree");
    expect(server.asked).toHaveLength(2);
    expect(server.asked[0]).toMatchObject({
      url: "/api/v1/namespaces/default/pods/web-0/log?container=main&previous=true&sinceSeconds=60&tailLines=0&timestamps=false",
      headers: { accept: "*/*" },
    });
  });

  it("that are not there are an error", async () => {
    const { pods: resource } = await pods((_, response) =>
      sendFailure(response, 404, "NotFound", 'pods "x" not found'),
    );
    for (const read of [
      () => all(resource.logs("x")),
      () => resource.logs("x").text(),
    ]) {
      const error: unknown = await read().catch((e) => e);
      expect(isNotFound(error)).toBe(true);
    }
    expect(() => resource.logs("")).toThrow(/"name"/);
  });

  it("let go of their connection when they are not read to the end", async () => {
    const { server, pods: resource } = await pods((_, response) => {
      response.writeHead(200);
      response.write("one\ntwo\n");
    });
    for await (const line of resource.logs("x")) {
      expect(line).toBe("one");
      break;
    }
    await until(() => server.open() === 0);
  });

  it("end with their signal, with its reason", async () => {
    const { pods: resource } = await pods((_, response) => {
      response.writeHead(200);
      response.write("one\n");
    });
    const controller = new AbortController();
    const reason = new Error("enough");
    const read = async () => {
      for await (const line of resource.logs("x", {
        signal: controller.signal,
      }))
        if (line === "one") controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });
});

describe("readLines", () => {
  const text = "﻿first\n\nключ 🔑\nlast";
  const bytes = new TextEncoder().encode(text);

  it.each([1, 2, 3, 5, 1_000])(
    "gives the same lines whatever the chunks: of %d bytes",
    async (size) => {
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += size)
          yield bytes.subarray(at, at + size);
      }
      expect(await all(readLines(chunks()))).toEqual([
        { text: "﻿first", complete: true },
        { text: "", complete: true },
        { text: "ключ 🔑", complete: true },
        { text: "last", complete: false },
      ]);
    },
  );

  it("gives nothing for nothing", async () => {
    expect(await all(readLines((async function* () {})()))).toEqual([]);
  });

  it("passes on what the stream throws, after the lines before", async () => {
    async function* chunks() {
      yield new TextEncoder().encode("a\nb");
      throw new Error("broken");
    }
    const lines = readLines(chunks());
    expect((await lines.next()).value).toEqual({ text: "a", complete: true });
    await expect(lines.next()).rejects.toThrow("broken");
  });
});
