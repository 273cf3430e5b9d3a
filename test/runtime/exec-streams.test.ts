import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import {
  toNodeReadable,
  toNodeWritable,
} from "../../templates/runtime/node-streams.js";
import {
  toWebReadable,
  toWebWritable,
} from "../../templates/runtime/web-streams.js";
import { streamingPods, type Opened } from "./stream-servers.js";
import { until } from "./servers.js";
import { echo, failure } from "./echoing-programs.js";

describe("the streams of a session", () => {
  it("are those of Node.js and of the web where that is wanted", async () => {
    const { pods } = await streamingPods({ open: echo });
    const node = await pods.exec("web-0", ["cat"], { stdin: true });
    const input = toNodeWritable(node.stdin);
    input.write("a");
    input.end("b");
    let text = "";
    for await (const chunk of toNodeReadable(node.stdout)) text += chunk;
    expect(text).toBe("ab");

    const web = await pods.exec("web-0", ["cat"], { stdin: true });
    await new Blob(["c"]).stream().pipeTo(toWebWritable(web.stdin));
    expect(await new Response(toWebReadable(web.stdout)).text()).toBe("c");
  });

  it("keep the order of what is written, also where nobody waits for it", async () => {
    const { pods } = await streamingPods({ open: echo });
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    const parts = ["a", "b", "c"].map((letter) => letter.repeat(700_000));
    for (const part of parts) void session.stdin.write(part);
    void session.stdin.end();
    expect((await session.stdout.text()) === parts.join("")).toBe(true);
    expect((await session.exit).code).toBe(0);
  });

  it("carry 100 MB to a slow reader through little memory, whole", async () => {
    const block = Buffer.alloc(1024 * 1024, "x");
    let peak = 0;
    const { server, pods } = await streamingPods({
      open: (opened) => void sendAll(opened),
    });
    async function sendAll({ socket, send, exit }: Opened): Promise<void> {
      for (let i = 0; i < 100; i++) {
        send(1, block);
        while (socket.bufferedAmount > 4 * block.length) {
          peak = Math.max(peak, i);
          await setImmediate();
        }
      }
      exit(0);
    }
    const session = await pods.exec("web-0", ["cat"]);
    // The server cannot send more than a few blocks while nobody reads.
    await until(() => (server.opened[0]?.socket.bufferedAmount ?? 0) > 0);
    const sent = peak;
    for (let i = 0; i < 50; i++) await setImmediate();
    expect(peak).toBeLessThanOrEqual(sent + 12);
    let length = 0;
    for await (const chunk of session.stdout) length += chunk.length;
    expect(length).toBe(100 * block.length);
    expect((await session.exit).code).toBe(0);
  });

  it("do not wait for each other: one that is not read holds nothing up that is", async () => {
    const block = Buffer.alloc(256 * 1024, "e");
    const { pods } = await streamingPods({
      open({ send, exit }) {
        for (let i = 0; i < 20; i++) send(2, block);
        send(1, "done");
        exit(0);
      },
    });
    const session = await pods.exec("web-0", ["x"]);
    expect(await session.stdout.text()).toBe("done");
    expect((await session.stderr.bytes()).length).toBe(20 * block.length);
  });

  it("of which a reader wants no more let the program go on", async () => {
    const block = Buffer.alloc(1024 * 1024, "x");
    const { pods } = await streamingPods({
      open({ send, exit }) {
        for (let i = 0; i < 20; i++) send(1, block);
        exit(4);
      },
    });
    const session = await pods.exec("web-0", ["yes"]);
    for await (const chunk of session.stdout) {
      expect(chunk.length).toBe(block.length);
      break;
    }
    expect((await session.exit).code).toBe(4);
  });

  it("complaint 20: end no process where a write fails that nobody waits for", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { server, pods } = await streamingPods();
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    server.opened[0]?.socket.terminate();
    await failure(session.exit);
    void session.stdin.write("x");
    void session.stdin.end();
    for (let i = 0; i < 5; i++) await setImmediate();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
