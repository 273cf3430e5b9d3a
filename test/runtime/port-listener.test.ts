import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectionError, isNotFound } from "../../templates/runtime/errors.js";
import {
  listen,
  type ListenOptions,
} from "../../templates/runtime/port-listener.js";
import { refuseWith, type StreamServerOptions } from "./stream-servers.js";
import { until } from "./servers.js";
import { begin, echo, forward } from "./forwarded-ports.js";

async function listener(
  options: StreamServerOptions,
  listenOptions: ListenOptions = {},
) {
  const { server, way } = await forward(options, [9090, 8080]);
  const errors: Error[] = [];
  const local = await listen(way, {
    to: 8080,
    onError: (error) => errors.push(error),
    ...listenOptions,
  });
  onTestFinished(() => local.close());
  const open = (): Socket => {
    const socket = connect({
      port: local.port,
      host: local.host,
      allowHalfOpen: true,
    });
    socket.on("error", () => undefined);
    return socket;
  };
  return { server, errors, local, open };
}

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe("a local port", () => {
  it("leads to the pod, for many at once", async () => {
    const { server, local, open } = await listener(echo, { lingerMs: 20 });
    const sockets = [open(), open(), open()];
    const texts = sockets.map(async (socket, i) => {
      socket.write(`${i}`);
      let text = "";
      for await (const chunk of socket) {
        text += String(chunk);
        if (text.length === 4) break;
      }
      return text;
    });
    expect(await Promise.all(texts)).toEqual(["hi 0", "hi 1", "hi 2"]);
    expect(server.opened.map(({ query }) => query)).toEqual([
      [["ports", "8080"]],
      [["ports", "8080"]],
      [["ports", "8080"]],
    ]);
    await until(() => server.open() === 0);
    expect(local.host).toBe("127.0.0.1");
  });

  it("gives all that the pod sent before it ended", async () => {
    const block = Buffer.alloc(300_000, "x");
    const { open } = await listener({
      open(opened) {
        begin(opened);
        for (let i = 0; i < 20; i++) opened.send(0, block);
        opened.socket.close(1000);
      },
    });
    const text = await read(open());
    expect(text.length).toBe(3 + 20 * block.length);
  });

  it("goes on with an answer after the local side has ended", async () => {
    const { server, open } = await listener({ open: begin }, { lingerMs: 0 });
    const socket = open();
    socket.end("question");
    await until(() => server.opened[0]?.text(0) === "question");
    for (let i = 0; i < 5; i++) await setImmediate();
    server.opened[0]?.send(0, "answer");
    server.opened[0]?.socket.close(1000);
    expect(await read(socket)).toBe("hi answer");
  });

  it("does not wait for ever for a pod that does not see that end", async () => {
    const { server, open } = await listener({ open: begin }, { lingerMs: 50 });
    const socket = open();
    socket.end("question");
    await read(socket).catch(() => undefined);
    await until(() => server.open() === 0);
  });

  it("complaint 20: outlives connections that fail, and says why", async () => {
    let fails = true;
    const refuse: StreamServerOptions["refuse"] = (_, socket) =>
      fails && refuseWith(socket, 404, "NotFound", "no pod");
    const { errors, open, server } = await listener(
      { ...echo, refuse },
      { lingerMs: 20 },
    );
    await read(open()).catch(() => undefined);
    await until(() => errors.length === 1);
    expect(isNotFound(errors[0])).toBe(true);
    fails = false;
    const broken = open();
    await once(broken, "data");
    server.opened[0]?.socket.terminate();
    await new Promise((resolve) => broken.on("close", resolve));
    expect(errors[1]).toBeInstanceOf(ConnectionError);
    const reset = open();
    await once(reset, "data");
    reset.resetAndDestroy();
    const last = open();
    expect(String((await once(last, "data"))[0])).toBe("hi ");
    last.destroy();
    await until(() => server.open() === 0);
    expect(errors).toHaveLength(2);
  });

  it("ends with all its connections", async () => {
    const { local, open, server } = await listener(echo);
    const socket = open();
    await once(socket, "data");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.resume().on("end", () => socket.end());
    await local.close();
    await local[Symbol.asyncDispose]();
    await closed;
    await until(() => server.open() === 0);
  });

  it("that is taken is an error", async () => {
    const { local } = await listener(echo);
    const { way } = await forward(echo);
    await expect(listen(way, { port: local.port })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await expect(listen(way, { to: 1 })).rejects.toThrow(/port 1 /);
  });
});
