import { getEventListeners } from "node:events";
import type { TLSSocket } from "node:tls";
import { expect, describe, it, onTestFinished } from "vitest";
import { open } from "./connections.js";
import { until } from "./servers.js";
import { podsOn, startStreamServer } from "./stream-servers.js";

describe("a client that is closed", () => {
  it("leaves sessions that are open as they are, and opens no more", async () => {
    const server = await startStreamServer({
      open(opened) {
        opened.socket.on("message", (data: Buffer) => {
          if (data[0] === 0) opened.send(1, data.subarray(1));
          if (data[0] === 255) opened.exit(0);
        });
      },
    });
    const { transport } = await open({ server: server.url });
    const pods = podsOn(transport);
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    await transport.close();
    await session.stdin.write("still here");
    await session.stdin.end();
    expect(await session.stdout.text()).toBe("still here");
    expect((await session.exit).code).toBe(0);
    await expect(pods.exec("web-0", ["ls"])).rejects.toMatchObject({
      code: "UND_ERR_CLOSED",
    });
  });
});

describe("what breaks while nobody listens", () => {
  it("complaint 20: never ends the process", async () => {
    const failures: unknown[] = [];
    const note = (error: unknown): void => void failures.push(error);
    process.on("uncaughtException", note);
    process.on("unhandledRejection", note);
    onTestFinished(() => {
      process.off("uncaughtException", note);
      process.off("unhandledRejection", note);
    });
    for (const cut of [
      // Cut off, and rubbish in place of frames.
      (socket: TLSSocket) => socket.destroy(),
      (socket: TLSSocket) => socket.resetAndDestroy(),
      (socket: TLSSocket) => socket.write(Buffer.alloc(64, 0xff)),
    ]) {
      const server = await startStreamServer();
      const { transport } = await open({ server: server.url });
      const pods = podsOn(transport);
      const session = await pods.exec("web-0", ["cat"], { stdin: true });
      const connection = await pods.portForward("web-0", [8080]).connect();
      void session.stdin.write("x".repeat(1_000_000));
      void connection.write("x".repeat(1_000_000));
      for (const { request } of server.opened) cut(request.socket as TLSSocket);
      await session.exit.catch(() => undefined);
      await connection.bytes().catch(() => undefined);
      void session.stdin.write("y");
      void session.stdin.end();
      void connection.write("y");
      session.close();
      connection.close();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(failures).toEqual([]);
  });
});

describe("two hundred sessions", () => {
  it("complaint 3: that are ended in each way leave nothing behind", async () => {
    const server = await startStreamServer({
      open(opened) {
        opened.send(1, "hello");
        const command = opened.query.find(([name]) => name === "command");
        if (command?.[1] === "ends") opened.exit(0);
        if (command?.[1] === "breaks") opened.socket.terminate();
      },
    });
    const { transport } = await open({ server: server.url });
    const pods = podsOn(transport);
    const { signal } = new AbortController();
    const timers = (): number =>
      process
        .getActiveResourcesInfo()
        .filter((name) => /Timeout|TCP/.test(name)).length;
    const run = async (command: string): Promise<void> => {
      const session = await pods.exec("web-0", [command], {
        signal,
        timeoutMs: 3_600_000,
      });
      if (command === "closed") session.close();
      if (command === "left") {
        const chunks = session.stdout[Symbol.asyncIterator]();
        await chunks.next();
        await chunks.return?.();
        session.close();
      }
      await session.exit.catch(() => undefined);
      const forward = pods.portForward("web-0", [8080], { signal });
      const connection = await forward.connect();
      connection.close();
    };
    await run("ends");
    await until(() => server.open() === 0);
    const before = timers();
    for (let round = 0; round < 5; round += 1)
      await Promise.all(
        ["ends", "breaks", "closed", "left"].flatMap((command) =>
          Array.from({ length: 5 }, () => run(command)),
        ),
      );
    await until(() => server.open() === 0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    await until(() => timers() <= before);
    expect(server.opened).toHaveLength(202);
  });
});
