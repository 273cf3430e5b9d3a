import { describe, expect, it, onTestFinished } from "vitest";
import { isNotFound } from "../../templates/runtime/errors.js";
import { readLines } from "../../templates/runtime/lines.js";
import { readLogs } from "../../templates/runtime/logs.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { Transport } from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { fakeTransport, someFacts } from "./fake-transport.js";
import { sendFailure, startServer, until, type Answer } from "./servers.js";

const facts = someFacts({
  group: "",
  plural: "pods",
  kind: "Pod",
  logs: readLogs,
});

async function pods(answer: Answer) {
  const server = await startServer(answer);
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
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

  it("are given as bytes too, as they came", async () => {
    const sent = Buffer.from([0xff, 0x00, 0x0a, 0xc3, 0x0a, 0x0a]);
    const { server, pods: resource } = await pods((_, response) =>
      response.end(sent),
    );
    const bytes = resource.logs("x").bytes();
    expect(server.asked).toEqual([]);
    for (const count of [1, 2]) {
      expect(Buffer.concat(await all(bytes))).toEqual(sent);
      expect(server.asked).toHaveLength(count);
    }
  });

  it("that are followed come line by line, wherever their chunks are cut", async () => {
    let write: (chunk: Uint8Array) => void = () => undefined;
    let end: () => void = () => undefined;
    const { pods: resource } = await pods((_, response) => {
      response.writeHead(200);
      write = (chunk) => response.write(chunk);
      end = () => response.end();
      write(Buffer.from("one\nкл").subarray(0, -1));
    });
    const lines = resource.logs("x", { follow: true })[Symbol.asyncIterator]();
    expect(await lines.next()).toEqual({ done: false, value: "one" });
    const second = lines.next();
    write(Buffer.from("кл").subarray(-1));
    write(Buffer.from("юч\nlast"));
    expect(await second).toEqual({ done: false, value: "ключ" });
    end();
    expect(await lines.next()).toEqual({ done: false, value: "last" });
    expect((await lines.next()).done).toBe(true);
  });

  it("whose connection breaks end with an error, after what came", async () => {
    let breakOff: () => void = () => undefined;
    const { server, pods: resource } = await pods((_, response) => {
      response.writeHead(200);
      response.write("one\n");
      breakOff = () => response.destroy();
    });
    const seen: string[] = [];
    const read = async () => {
      for await (const line of resource.logs("x", { follow: true })) {
        seen.push(line);
        breakOff();
      }
    };
    const error: unknown = await read().catch((e) => e);
    expect(error).toMatchObject({ name: "ConnectionError", sent: true });
    expect(seen).toEqual(["one"]);
    expect(server.asked).toHaveLength(1);
  });

  it("that are followed may be silent for as long as they like", async () => {
    const limits: unknown[] = [];
    const fake = fakeTransport();
    const transport: Transport = {
      request: (request) => {
        limits.push(request.idleTimeoutMs);
        return fake.request(request);
      },
      close: () => fake.close(),
    };
    const resource = new ResourceHandle(transport, facts, "default");
    for (const follow of [true, false])
      await all(resource.logs("x", { follow }));
    await all(resource.logs("x", { follow: true }).bytes());
    expect(limits).toEqual([0, undefined, 0]);
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
