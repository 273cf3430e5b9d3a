import { once } from "node:events";

import { afterAll, describe, expect } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { candidates, type CandidateProcess } from "./candidate-process.js";
import { test } from "./live-client.js";

const patient = { timeout: 60_000, interval: 50 };
const started: CandidateProcess[] = [];
afterAll(() => {
  for (const { process } of started) process.kill("SIGKILL");
});

/** Two candidates, the first of which leads. */
async function two(k8s: Kubernetes, namespace: string) {
  const start = await candidates(namespace);
  const ends = started.length;
  const [a, b] = [start(`a-${ends}`), start(`b-${ends}`)];
  started.push(a, b);
  await expect.poll(() => a.has("wrote") || b.has("wrote"), patient).toBe(true);
  const [leader, other] = a.has("leads") ? [a, b] : [b, a];
  await expect
    .poll(() => other.has(`sees ${leader.identity}`), patient)
    .toBe(true);
  const lease = async () =>
    (await k8s.coordination.v1.leases(namespace).get("candidates")).spec;
  return { leader, other, lease };
}

/** Who wrote last, as the server has it. */
async function writer(k8s: Kubernetes, namespace: string) {
  const { data } = await k8s.core.v1.configMaps(namespace).get("written");
  return data?.["by"];
}

function textsOf({ said }: CandidateProcess): string[] {
  return said.map(({ text }) => text);
}

async function finish(...all: CandidateProcess[]): Promise<void> {
  for (const { process } of all) {
    if (process.exitCode !== null || process.signalCode !== null) continue;
    process.kill("SIGTERM");
    await once(process, "close");
  }
}

describe("two processes, and one lease on a real API server", () => {
  test.beforeAll(async ({ k8s, namespace }) => {
    await k8s.core.v1
      .configMaps(namespace)
      .create({ metadata: { name: "written" }, data: {} });
  });

  test("one leads; when it ends in order the other one leads at once", async ({
    k8s,
    namespace,
  }) => {
    const { leader, other, lease } = await two(k8s, namespace);
    expect(other.has("leads")).toBe(false);
    expect(await lease()).toMatchObject({
      holderIdentity: leader.identity,
      leaseDurationSeconds: 10,
    });
    const before = (await lease())?.leaseTransitions ?? 0;
    await finish(leader);
    expect(textsOf(leader).slice(-2)).toEqual(["stops", "ended"]);
    await expect.poll(() => textsOf(other), patient).toContain("wrote");
    expect((await lease())?.leaseTransitions).toBe(before + 1);
    await finish(other);
    expect((await lease())?.holderIdentity).toBe("");
  });

  test("killed (SIGKILL), it is followed once its lease is over, not before", async ({
    k8s,
    namespace,
  }) => {
    const { leader, other, lease } = await two(k8s, namespace);
    leader.process.kill("SIGKILL");
    await once(leader.process, "close");
    const lastRenewal = Date.parse((await lease())?.renewTime ?? "");
    await expect.poll(() => textsOf(other), patient).toContain("leads");
    const acquired = Date.parse((await lease())?.acquireTime ?? "");
    // Both times are of this machine.
    expect(acquired - lastRenewal).toBeGreaterThanOrEqual(10_000);
    await finish(other);
  });

  test("stopped (SIGSTOP) it is followed, and when it wakes up (SIGCONT) it writes nothing more and knows that it lost", async ({
    k8s,
    namespace,
  }) => {
    const { leader, other, lease } = await two(k8s, namespace);
    leader.process.kill("SIGSTOP");
    await expect.poll(() => textsOf(other), patient).toContain("wrote");
    expect((await lease())?.holderIdentity).toBe(other.identity);
    expect(await writer(k8s, namespace)).toBe(other.identity);

    // So that what the first one writes is not written over.
    other.process.kill("SIGSTOP");
    const at = performance.now();
    leader.process.kill("SIGCONT");
    await expect
      .poll(() => leader.has("LeadershipLostError"), patient)
      .toBe(true);
    const late = leader.said
      .filter((line) => line.at >= at)
      .map(({ text }) => text);
    // The answer to a write of before it was stopped may still be read.
    expect(late.filter((text) => text === "wrote").length).toBeLessThan(2);
    expect(late.at(-1)).toBe("LeadershipLostError");
    expect(late).not.toContain("leads");
    expect(late).not.toContain("ended");
    expect(await writer(k8s, namespace)).toBe(other.identity);
    other.process.kill("SIGCONT");
    await finish(leader, other);
  });
});
