import { once } from "node:events";
import { connect } from "node:net";

import { describe, expect, inject, onTestFinished } from "vitest";

import { toNodeReadable } from "../../templates/runtime/node-streams.js";
import { listen } from "../../templates/runtime/port-listener.js";
import { podPorts } from "./kwok-nodes.js";
import { test } from "./live-client.js";
import { runPod } from "./running-pods.js";

describe.runIf(inject("cluster").whole)("port-forward on a real server", () => {
  test("carries bytes both ways, whole, to several ports", async ({
    k8s,
    namespace,
  }) => {
    const name = await runPod(k8s, namespace);
    const forward = k8s.core.v1
      .pods(namespace)
      .portForward(name, [podPorts.echo, podPorts.greeting]);
    const greeting = await forward.connect(podPorts.greeting);
    // kwok ends a connection only once its client does.
    const [first] = await once(toNodeReadable(greeting), "data");
    expect(String(first)).toBe("hello\n");
    greeting.close();
    await using echo = await forward.connect();
    const sent = Buffer.alloc(1_000_000, "0123456789");
    const writing = echo.write(sent);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of echo) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= sent.length) break;
    }
    await writing;
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });

  test("complaint 20: a local port outlives what fails behind it", async ({
    k8s,
    live,
    namespace,
  }) => {
    const name = await runPod(k8s, namespace);
    const pods = k8s.core.v1.pods(namespace);
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const listener = await listen(
      pods.portForward(name, [podPorts.greeting, podPorts.none]),
      { onError },
    );
    onTestFinished(() => listener.close());
    const none = await listen(pods.portForward(name, [podPorts.none]), {
      onError,
    });
    onTestFinished(() => none.close());
    expect(await read(none.port)).toBe("");
    await expect.poll(() => errors[0]?.message).toMatch(/port 9999/);
    expect(await read(listener.port)).toBe("hello\n");
    await pods.delete(name);
    // Until then the pod is on its way out, and still answers.
    await expect
      .poll(() => pods.get(name).catch((error: unknown) => error), {
        timeout: 60_000,
      })
      .toSatisfy(live.isNotFound);
    expect(await read(listener.port)).toBe("");
    await expect.poll(() => live.isNotFound(errors[1])).toBe(true);
  });
});

/** All that comes from a local port, which may be cut off. */
async function read(port: number): Promise<string> {
  let text = "";
  try {
    for await (const chunk of connect(port, "127.0.0.1")) {
      text += String(chunk);
      if (text.endsWith("\n")) break;
    }
  } catch {
    // It was reset.
  }
  return text;
}
