import { describe, expect } from "vitest";

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
  },
);
