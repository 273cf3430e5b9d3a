import { describe, expect, onTestFinished } from "vitest";

import { podLogs } from "../../templates/runtime/pod-logs.js";
import { hasStreamingKubelet, StreamingNode, test } from "./streaming-node.js";

/** A line as a container runtime writes it: `F` for one that is whole, `P` for a part of one. */
const logged = (text: string, tag = "F", second = 0): string =>
  `2026-01-02T03:04:${String(second).padStart(2, "0")}.123456789Z stdout ${tag} ${text}\n`;

describe.runIf(hasStreamingKubelet)("logs as a kubelet sends them", () => {
  test("have lines of any length, with any bytes in them", async ({
    k8s,
    namespace,
    node,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await node.run();
    const megabytes = "世界🚢".repeat(300_000);
    const parts = megabytes.match(/.{1,4000}/gsu) ?? [];
    await node.writeLog(
      name,
      [
        ...parts.map((part) => logged(part, "P")),
        logged(""),
        logged("windows\r"),
        logged(""),
        logged("\uFEFFmark"),
        logged("no end", "P"),
      ].join(""),
    );
    const lines: string[] = [];
    for await (const line of pods.logs(name)) lines.push(line);
    expect(lines.map(({ length }) => length)).toEqual([
      megabytes.length,
      8,
      0,
      5,
      6,
    ]);
    expect(lines[0] === megabytes).toBe(true);
    expect(lines.slice(1)).toEqual(["windows\r", "", "\uFEFFmark", "no end"]);
    expect((await pods.logs(name).text()).endsWith("no end")).toBe(true);
  });

  test("are cut as the options say", async ({ k8s, namespace, node }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await node.run();
    for (let second = 0; second < 5; second += 1)
      await node.writeLog(name, logged(`line ${second}`, "F", second));
    await node.writeLog(name, logged("before"), { previous: true });
    const read = (options: object) => pods.logs(name, options).text();
    expect(await read({ tailLines: 2 })).toBe("line 3\nline 4\n");
    expect(await read({ tailLines: 0 })).toBe("");
    expect(await read({ limitBytes: 9 })).toBe("line 0\nli");
    expect(await read({ previous: true })).toBe("before\n");
    expect(await read({ sinceTime: "2026-01-02T03:04:04Z" })).toBe("line 4\n");
    expect(await read({ sinceSeconds: 1 })).toBe("");
    expect(await read({ timestamps: true, tailLines: 1 })).toBe(
      "2026-01-02T03:04:04.123456789Z line 4\n",
    );
  });

  test("of a container that has not started, or not before, are refused with the reason", async ({
    k8s,
    live,
    namespace,
    node,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await node.run();
    for (const [options, reason] of [
      [{}, "is waiting to start"],
      [{ follow: true }, "is waiting to start"],
      [{ previous: true }, "previous terminated container"],
      [{ container: "none" }, "container none is not valid"],
    ] as const) {
      const error: unknown = await pods
        .logs(name, options)
        [Symbol.asyncIterator]()
        .next()
        .catch((e) => e);
      expect(live.isBadRequest(error)).toBe(true);
      expect((error as Error).message).toContain(reason);
    }
  });

  test("complaint 19: are followed until the container ends, and then end", async ({
    k8s,
    namespace,
    node,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await node.run();
    await node.writeLog(name, logged("first"));
    const lines = pods.logs(name, { follow: true })[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: "first" });
    await node.writeLog(name, logged("half a ", "P"));
    await node.writeLog(name, logged("line") + logged("last"));
    await node.deletePod(name);
    expect(await lines.next()).toMatchObject({ value: "half a line" });
    expect(await lines.next()).toMatchObject({ value: "last" });
    expect(await lines.next()).toMatchObject({ done: true });
  });

  // The API server tells an end of its connection to the kubelet as the end of the log, and so does kubectl.
  test("end with their kubelet", async ({ k8s, live, namespace }) => {
    const own = await StreamingNode.start(k8s, namespace);
    onTestFinished(() => own.stop());
    const pods = k8s.core.v1.pods(namespace);
    const name = await own.run({ log: logged("first") });
    const lines = pods.logs(name, { follow: true })[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: "first" });
    own.crash();
    expect(await lines.next()).toMatchObject({ done: true });
    const error: unknown = await pods
      .logs(name)
      .text()
      .catch((e) => e);
    expect(live.isInternalError(error)).toBe(true);
    expect((error as Error).message).toContain("/containerLogs/");
  });

  test("of a selector come from pods that come and go", async ({
    k8s,
    namespace,
    node,
  }) => {
    const labels = { app: "come-and-go" };
    const pods = k8s.core.v1.pods(namespace);
    const logs = podLogs(
      pods,
      { labelSelector: labels },
      // One less than there are pods in all, so that a place has to become free.
      { follow: true, concurrency: 4 },
    );
    let name = await node.run({ labels, log: logged("0") });
    for (let count = 0; count < 4; count += 1) {
      expect(await logs.next()).toMatchObject({
        value: { pod: name, container: "main", line: `${count}` },
      });
      await node.writeLog(name, logged("last words"));
      expect(await logs.next()).toMatchObject({
        value: { pod: name, line: "last words" },
      });
      await node.deletePod(name);
      name = await node.run({ labels, log: logged(`${count + 1}`) });
    }
    await logs.return();
  });

  test("of a named pod are those of all its containers, each once, until it is gone", async ({
    k8s,
    namespace,
    node,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const containers = ["a", "b"];
    const name = await node.run({ containers, log: logged("up") });
    const seen: string[] = [];
    for await (const { container, line } of podLogs(pods, name, {
      follow: true,
    })) {
      seen.push(`${container} ${line}`);
      if (seen.length === 2) await node.deletePod(name);
    }
    expect(seen.sort()).toEqual(["a up", "b up"]);
  });
});
