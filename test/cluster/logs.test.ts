import { describe, expect, inject } from "vitest";

import { podLogs, type PodLogLine } from "../../templates/runtime/pod-logs.js";
import { logLines } from "./kwok-nodes.js";
import { test } from "./live-client.js";
import { runPod, writeLog } from "./running-pods.js";

describe.runIf(inject("cluster").whole)("logs on a real server", () => {
  test("are cut as the options say", async ({ k8s, namespace }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace);
    const read = (options: object) => pods.logs(name, options).text();
    expect(await read({ tailLines: 1 })).toBe("ready\n");
    expect(await read({ limitBytes: 5 })).toBe("start");
    expect(await read({ previous: true })).toContain("ready\n");
    expect(await read({ sinceTime: "2026-01-02T03:04:02Z" })).toBe("ready\n");
    expect(await read({ timestamps: true, tailLines: 1 })).toBe(
      "2026-01-02T03:04:02.000000005Z ready\n",
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of pods.logs(name).bytes()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString("utf8")).toBe(
      logLines.map((line) => `${line}\n`).join(""),
    );
  });

  test("complaint 19: are followed as they are written, and left at once", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace, ["writer"]);
    const abort = new AbortController();
    const log = pods.logs(name, {
      follow: true,
      tailLines: 0,
      signal: abort.signal,
    });
    const lines = log[Symbol.asyncIterator]();
    const first = lines.next();
    const mark = `followed-${name}`;
    const writing = setInterval(() => void writeLog(mark), 200);
    expect(await first).toEqual({ done: false, value: mark });
    clearInterval(writing);
    const rest = (async () => {
      for (;;) if ((await lines.next()).done) return "it ended";
    })();
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(rest).rejects.toBe(reason);
  });

  test("of all containers of all pods come with their names, and those of new pods too", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const labels = { app: "many" };
    const selection = { labelSelector: labels };
    const one = await runPod(k8s, namespace, ["a", "b"], labels);
    const two = await runPod(k8s, namespace, ["a"], labels);
    await runPod(k8s, namespace);
    const found: PodLogLine[] = [];
    for await (const line of podLogs(pods, selection, { concurrency: 2 }))
      found.push(line);
    const expected = (pod: string, container: string) =>
      logLines.map((line) => ({ pod, namespace, container, line }));
    const byName = (lines: readonly PodLogLine[]) =>
      [...lines].sort((a, b) =>
        (a.pod + a.container).localeCompare(b.pod + b.container),
      );
    expect(byName(found)).toEqual(
      byName([
        ...expected(one, "a"),
        ...expected(one, "b"),
        ...expected(two, "a"),
      ]),
    );

    const seen = new Set<string>();
    let third: Promise<string> | undefined;
    for await (const { pod } of podLogs(pods, selection, { follow: true })) {
      seen.add(pod);
      if (seen.size === 2) third ??= runPod(k8s, namespace, ["c"], labels);
      if (seen.size === 3) break;
    }
    expect(seen).toEqual(new Set([one, two, await third]));
  });

  test("of a pod that is not there are a 404", async ({
    k8s,
    live,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    for (const follow of [false, true]) {
      const error: unknown = await podLogs(pods, "none", { follow })
        .next()
        .catch((e) => e);
      expect(live.isNotFound(error)).toBe(true);
    }
  });
});
