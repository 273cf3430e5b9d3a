import { describe, expect, it, vi } from "vitest";
import {
  createOrUpdate,
  defaultBackoff,
  defaultRetry,
  retryOnConflict,
} from "../../templates/runtime/conflict.js";
import { isConflict, isInvalid } from "../../templates/runtime/errors.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { failure, type FakeAnswer } from "./fake-transport.js";
import { handle } from "./handles.js";

const conflict = failure(409, "Conflict", "changed");
const taken = failure(409, "AlreadyExists", "taken");
const missing = failure(404, "NotFound", "gone");

interface Web extends KubernetesObject {
  spec?: { replicas?: number; paused?: boolean | undefined };
}

function stored(resourceVersion: string, spec: Web["spec"]): FakeAnswer {
  return {
    body: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", uid: "1", resourceVersion },
      spec,
    },
  };
}

/** A handle that answers one after another, and what was asked of it. */
function answering(...answers: FakeAnswer[]) {
  const { resource, requests } = handle((_, count) => {
    const answer = answers[count - 1];
    if (answer === undefined) throw new Error("asked too often");
    return answer;
  });
  const asked = () =>
    requests.map(({ method, body }) => {
      const { metadata, spec } = (body ?? {}) as Web;
      const version = metadata?.resourceVersion;
      return [method, spec?.replicas, version].filter((v) => v !== undefined);
    });
  return { resource, requests, asked };
}

const three = (existing: KubernetesObject | undefined): Web => ({
  ...existing,
  spec: { replicas: 3 },
});

const own = (): Web => ({ spec: { replicas: 3 } });

describe("retryOnConflict", () => {
  it("runs the change again, and gives what it gives", async () => {
    const { resource, asked } = answering(conflict, conflict, stored("3", {}));
    const change = () => resource.update({ metadata: { name: "web" } });
    expect((await retryOnConflict(change)).metadata?.resourceVersion).toBe("3");
    expect(asked()).toHaveLength(3);
  });

  it.each([
    ["by itself", undefined, 5],
    ["with defaultRetry", defaultRetry, 5],
    ["with defaultBackoff", defaultBackoff, 4],
    ["with one's own", { ...defaultRetry, steps: 1 }, 1],
  ])("tries as often as client-go does %s", async (_, backoff, tries) => {
    const { resource, asked } = answering(...Array(9).fill(conflict));
    const change = () => resource.update({ metadata: { name: "web" } });
    const error = await retryOnConflict(change, { backoff }).catch((e) => e);
    expect(isConflict(error)).toBe(true);
    expect(asked()).toHaveLength(tries);
  });

  it("takes no other error for a conflict", async () => {
    const change = vi.fn(() => Promise.reject(new Error("no")));
    await expect(retryOnConflict(change)).rejects.toThrow("no");
    const { resource } = answering(taken);
    const create = () => resource.create({});
    await expect(retryOnConflict(create)).rejects.toThrow("taken");
    expect(change).toHaveBeenCalledTimes(1);
  });

  it("ends with its signal", async () => {
    const { resource } = answering(...Array(9).fill(conflict));
    const controller = new AbortController();
    const change = () => {
      controller.abort(new Error("enough"));
      return resource.update({ metadata: { name: "web" } });
    };
    const backoff = { ...defaultRetry, delayMs: 1e9 };
    await expect(
      retryOnConflict(change, { backoff, signal: controller.signal }),
    ).rejects.toThrow("enough");
  });
});

describe("createOrUpdate", () => {
  it("creates what is not there", async () => {
    const { resource, requests } = answering(
      missing,
      stored("1", { replicas: 3 }),
    );
    const result = await createOrUpdate(resource, "web", three);
    expect(result).toMatchObject({
      outcome: "created",
      object: { metadata: { resourceVersion: "1" } },
    });
    expect(requests[1]).toMatchObject({
      method: "POST",
      body: { kind: "Deployment", metadata: { name: "web" } },
    });
  });

  it("updates the version that it has read, with an edited copy or with a body of one's own", async () => {
    for (const change of [three, own]) {
      const { resource, asked } = answering(
        stored("7", { replicas: 1 }),
        stored("8", { replicas: 3 }),
      );
      const { outcome } = await createOrUpdate(resource, "web", change);
      expect(outcome).toBe("updated");
      expect(asked()).toEqual([["GET"], ["PUT", 3, "7"]]);
    }
  });

  it("sends nothing where nothing changes, in whatever order it is written", async () => {
    const { resource, asked } = answering(
      stored("7", { paused: false, replicas: 3 }),
    );
    const result = await createOrUpdate(
      resource,
      "web",
      (existing): Web & { other: undefined } => ({
        spec: { replicas: 3, paused: false },
        metadata: existing?.metadata ?? {},
        kind: "Deployment",
        other: undefined,
      }),
    );
    expect(result.outcome).toBe("unchanged");
    expect(asked()).toEqual([["GET"]]);
  });

  it("takes a change in place for a change, and leaves what it gave to others alone", async () => {
    const { resource, asked } = answering(
      stored("7", { replicas: 1 }),
      stored("8", { replicas: 3 }),
    );
    const mine: Web = { spec: { replicas: 3 } };
    await createOrUpdate(resource, "web", (existing: Web | undefined) => {
      (existing as { spec: object }).spec = mine.spec ?? {};
      return existing ?? mine;
    });
    expect(asked()).toEqual([["GET"], ["PUT", 3, "7"]]);
    expect(mine).toEqual({ spec: { replicas: 3 } });
  });

  it("says unchanged where the server has changed nothing", async () => {
    const { resource } = answering(
      stored("7", { replicas: 3, paused: false }),
      stored("7", { replicas: 3, paused: false }),
    );
    const { outcome } = await createOrUpdate(resource, "web", own);
    expect(outcome).toBe("unchanged");
  });

  it.each([
    ["is created by another meanwhile", missing, taken],
    ["is deleted by another meanwhile", stored("7", {}), missing],
    ["is changed by another meanwhile", stored("7", {}), conflict],
  ])("begins again where the object %s", async (_, read, refusal) => {
    const { resource, asked } = answering(
      read,
      refusal,
      stored("9", {}),
      stored("10", { replicas: 3 }),
    );
    const { outcome } = await createOrUpdate(resource, "web", three);
    expect(outcome).toBe("updated");
    expect(asked()[3]).toEqual(["PUT", 3, "9"]);
  });

  it("creates again what was deleted meanwhile", async () => {
    const { resource, asked } = answering(
      stored("7", {}),
      missing,
      missing,
      stored("1", {}),
    );
    const { outcome } = await createOrUpdate(resource, "web", own);
    expect(outcome).toBe("created");
    expect(asked().map(([method]) => method)).toEqual([
      "GET",
      "PUT",
      "GET",
      "POST",
    ]);
  });

  it("throws the server's word where others are faster each time", async () => {
    const steps = [stored("7", {}), conflict];
    const { resource, asked } = answering(...Array(9).fill(steps).flat());
    const error = await createOrUpdate(resource, "web", three).catch((e) => e);
    expect(isConflict(error)).toBe(true);
    expect(asked()).toHaveLength(10);
  });

  it.each([
    ["a namespace that is not there", [missing, missing], "gone"],
    [
      "a body that does not validate",
      [stored("7", {}), failure(422, "Invalid", "bad")],
      "bad",
    ],
  ])("throws at once on %s", async (_, answers, says) => {
    const { resource, asked } = answering(...answers);
    const error = await createOrUpdate(resource, "web", three).catch((e) => e);
    expect(String(error)).toContain(says);
    expect(isInvalid(error)).toBe(says === "bad");
    expect(asked()).toHaveLength(2);
  });

  it("refuses a body of another name", async () => {
    const { resource } = answering(missing);
    await expect(
      createOrUpdate(resource, "web", () => ({ metadata: { name: "other" } })),
    ).rejects.toThrow('is to be "web", but its metadata.name is "other"');
  });

  it("passes the options of a write on", async () => {
    const { resource, requests } = answering(missing, stored("1", {}));
    await createOrUpdate(resource, "web", three, {
      fieldManager: "ci",
      dryRun: true,
    });
    expect(requests[1]?.url).toContain("?dryRun=All&fieldManager=ci");
  });
});
