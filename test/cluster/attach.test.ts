import { describe, expect, inject } from "vitest";

import { test } from "./live-client.js";
import { runPod, writeLog } from "./running-pods.js";

describe.runIf(inject("cluster").whole)("attach on a real server", () => {
  test("shows what a container writes from now on, until it is left", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace, ["main", "writer"]);
    await using session = await pods.attach(name, { container: "writer" });
    const mark = `attached-${name}`;
    const writing = setInterval(() => void writeLog(mark), 200);
    let text = "";
    for await (const chunk of session.stdout) {
      text += Buffer.from(chunk).toString("utf8");
      if (text.includes(mark)) break;
    }
    clearInterval(writing);
    expect(text).toContain(mark);
  });

  test("to a pod that is not there is a 404", async ({
    k8s,
    live,
    namespace,
  }) => {
    const error: unknown = await k8s.core.v1
      .pods(namespace)
      .attach("none")
      .catch((e) => e);
    expect(live.isNotFound(error)).toBe(true);
  });
});
