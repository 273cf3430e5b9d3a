import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect } from "vitest";

import { olderClient } from "./older-server.js";
import {
  hasStreamingKubelet,
  test,
  type Translator,
} from "./streaming-node.js";

const sh = (script: string): readonly string[] => ["sh", "-c", script];

describe.runIf(hasStreamingKubelet).for<Translator>(["API server", "kubelet"])(
  "exec, translated by the %s,",
  (translator) => {
    test("gives the code that a program ends with, whatever it is", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      for (const code of [0, 1, 2, 126, 127, 137, 255]) {
        const script = `echo out; echo err >&2; exit ${code}`;
        expect(await pods.execOutput(name, sh(script))).toMatchObject({
          code,
          stdout: "out\n",
          stderr: "err\n",
        });
      }
      const { code } = await pods.execOutput(name, sh("kill -9 $$"));
      expect(code).toBe(137);
    });

    test("of a program that is not there is an error with the runtime's words", async ({
      k8s,
      live,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const error: unknown = await pods
        .execOutput(name, ["no-such-program"])
        .catch((e) => e);
      expect(live.isInternalError(error)).toBe(true);
      expect((error as Error).message).toContain(
        '"no-such-program": executable file not found',
      );
    });

    test("complaint 18: a program finds the end of its input", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const input = "x".repeat(1_000_000);
      expect(
        await pods.execOutput(name, ["wc", "-c"], { input }),
      ).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/1000000\s*$/),
      });
      const session = await pods.exec(name, ["cat"], { stdin: true });
      expect(session.protocol).toBe("v5.channel.k8s.io");
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      await session.stdin.write(all);
      await session.stdin.end();
      expect(await session.stdout.bytes()).toEqual(all);
      expect((await session.exit).code).toBe(0);
    });

    test("carries 32 MB each way at once, every byte, while the reader is slow", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const block = randomBytes(1_000_000);
      const session = await pods.exec(name, ["tee", "/dev/stderr"], {
        stdin: true,
      });
      const sent = createHash("sha256");
      const write = async (): Promise<void> => {
        for (let count = 0; count < 32; count += 1) {
          sent.update(block);
          await session.stdin.write(block);
        }
        await session.stdin.end();
      };
      const read = async (stream: AsyncIterable<Uint8Array>) => {
        const hash = createHash("sha256");
        let length = 0;
        for await (const chunk of stream) {
          if (length === 0) await sleep(500);
          hash.update(chunk);
          length += chunk.length;
        }
        return { length, hash: hash.digest("hex") };
      };
      const [out, err, { code }] = await Promise.all([
        read(session.stdout),
        read(session.stderr),
        session.exit,
        write(),
      ]);
      const all = { length: 32_000_000, hash: sent.digest("hex") };
      expect([code, out, err]).toEqual([0, all, all]);
    });

    // A server that ends a connection with input on it that it has not read resets it, and with it goes what stands behind: kubectl
    // has the same. A kubelet that does so to the API server has that report success.
    test("of a program that leaves megabytes of its input unread comes to an end", async ({
      k8s,
      live,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const run = (script: string, length: number) =>
        pods.execOutput(name, sh(script), { input: "x".repeat(length) });
      for (let count = 0; count < 5; count += 1) {
        const ended = await run("echo done; exit 3", 8_000_000).catch((e) =>
          e instanceof live.ConnectionError ? "reset" : e,
        );
        expect(["reset", "done\n", ""]).toContain(ended.stdout ?? ended);
      }
      const script = "sleep 0.5; seq 100000; exit 3";
      const { code, stdout } = await run(script, 50_000);
      expect([code, stdout.endsWith("\n100000\n")]).toEqual([3, true]);
    });

    test("gives a terminal its size, also a later one", async ({
      k8s,
      namespace,
      node,
    }) => {
      const name = await node.run({ translator });
      const session = await k8s.core.v1
        .pods(namespace)
        .exec(name, ["sh"], { stdin: true, tty: true });
      let text = "";
      const reading = (async () => {
        for await (const chunk of session.stdout)
          text += Buffer.from(chunk).toString("utf8");
      })();
      for (const [rows, columns] of [
        [17, 91],
        [50, 200],
      ] as const) {
        await session.resize({ columns, rows });
        await expect
          .poll(async () => {
            await session.stdin.write("stty size\n");
            return text;
          })
          .toContain(`\r\n${rows} ${columns}\r\n`);
      }
      await session.stdin.write("exit 4\n");
      expect((await session.exit).code).toBe(4);
      await reading;
    });

    test("that is given up ends a program that reads its input, and one in a terminal", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      for (const [script, tty] of [
        ["echo $$; exec cat", false],
        ["echo $$; sleep 1000", true],
      ] as const) {
        const abort = new AbortController();
        const session = await pods.exec(name, sh(script), {
          stdin: true,
          tty,
          signal: abort.signal,
        });
        const [pid] = await firstWords(session.stdout);
        expect(isRunning(Number(pid))).toBe(true);
        const reason = new Error("enough");
        abort.abort(reason);
        await expect(session.exit).rejects.toBe(reason);
        await expect
          .poll(() => isRunning(Number(pid)), { timeout: 10_000 })
          .toBe(false);
      }
    });

    test("in a container that is not there is refused", async ({
      k8s,
      live,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const error: unknown = await pods
        .exec(name, ["ls"], { container: "none" })
        .catch((e) => e);
      expect(live.isBadRequest(error)).toBe(true);
    });

    test("whose pod is deleted ends as its program does", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const session = await pods.exec(name, sh("echo up; sleep 1000"));
      expect(await firstWords(session.stdout)).toEqual(["up"]);
      await node.deletePod(name);
      expect((await session.exit).code).toBe(137);
    });

    test("by a server of before 1.30 speaks v4: the input cannot be ended, the code comes", async ({
      k8s,
      live,
      namespace,
      node,
    }) => {
      const name = await node.run({ translator });
      const old = await olderClient(live);
      const pods = old.core.v1.pods(namespace);
      const script = sh("read line; echo $line; echo oh >&2; exit 5");
      const session = await pods.exec(name, script, { stdin: true });
      expect(session.protocol).toBe("v4.channel.k8s.io");
      await session.stdin.write("hello\n");
      await expect(session.stdin.end()).rejects.toThrow(/cannot be ended/);
      expect([
        await session.stdout.text(),
        await session.stderr.text(),
        await session.exit,
      ]).toMatchObject(["hello\n", "oh\n", { code: 5 }]);
      expect(await k8s.core.v1.pods(namespace).get(name)).toBeDefined();
      const cat = await pods.exec(name, sh("echo $$; exec cat"), {
        stdin: true,
      });
      const [pid] = await firstWords(cat.stdout);
      cat.close();
      await expect
        .poll(() => isRunning(Number(pid)), { timeout: 10_000 })
        .toBe(false);
    });

    test("attach: what is written comes back, until its input ends", async ({
      k8s,
      namespace,
      node,
    }) => {
      const pods = k8s.core.v1.pods(namespace);
      const name = await node.run({ translator });
      const session = await pods.attach(name, { stdin: true });
      await session.stdin.write("hello\n");
      await session.stdin.end();
      expect(await session.stdout.text()).toBe("attached\nhello\n");
      expect((await session.exit).code).toBe(0);
    });
  },
);

/** The words that come first; the stream can be read no more. */
async function firstWords(
  stream: AsyncIterable<Uint8Array>,
): Promise<readonly string[]> {
  let text = "";
  const chunks = stream[Symbol.asyncIterator]();
  while (!text.includes("\n")) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    text += Buffer.from(value).toString("utf8");
  }
  return text.split("\n").slice(0, 1);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
