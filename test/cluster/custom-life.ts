import { expect } from "vitest";

import type { ResourceHandle } from "../../templates/runtime/resource.js";
import type { SubresourceHandle } from "../../templates/runtime/subresource.js";
import type {
  KubernetesObject,
  UntypedObject,
  WatchEvent,
} from "../../templates/runtime/types.js";
import type { ClientModule } from "./generated-client.js";
import { fieldManager, type KindWithObject } from "./custom-program.js";

/** What a program on a generated client has for one kind. */
export interface LifeHandles {
  readonly resource: ResourceHandle;
  /** The same, in all namespaces. */
  readonly everywhere: Pick<ResourceHandle, "list">;
  readonly create: () => Promise<KubernetesObject>;
  readonly apply: () => Promise<KubernetesObject>;
  /** Where the kind has that subresource, and its schema has the field. */
  readonly status?: () => Promise<KubernetesObject>;
}

/** Takes an object of a custom kind through its life, by everything that its client has, while a watch looks on. */
export async function live(
  handles: LifeHandles,
  kind: KindWithObject,
  { isNotFound }: Pick<ClientModule, "isNotFound">,
): Promise<void> {
  const { resource, everywhere } = handles;
  const { name } = kind;
  const selection = { fieldSelector: { "metadata.name": name } };
  const events = resource.watch(selection)[Symbol.asyncIterator]();
  try {
    // What is created before a watch has begun, and deleted, it never shows.
    expect((await events.next()).value).toMatchObject({
      type: "SYNC",
      objects: [],
    });
    const created = await handles.create();
    const { uid } = created.metadata ?? {};
    const same = {
      apiVersion: `${kind.group}/${kind.version}`,
      kind: kind.kind,
      metadata: { name, uid },
    };
    expect(created).toMatchObject(same);
    expect(uid).toBeTypeOf("string");
    expect(await resource.get(name)).toEqual(created);
    for (const from of [resource, everywhere]) {
      const { items } = await from.list(selection);
      expect(items).toMatchObject([same]);
    }
    await writeAll(handles, kind);
    await writeBelow(handles, kind);

    await resource.delete(name);
    await expect(resource.get(name)).rejects.toSatisfy(isNotFound);
    const types = await typesUntilGone(events);
    expect([types[0], types.at(-1)]).toEqual(["ADDED", "DELETED"]);
    expect(types).toContain("MODIFIED");
  } finally {
    await events.return?.();
  }
}

async function typesUntilGone(
  events: AsyncIterator<WatchEvent<KubernetesObject>>,
): Promise<readonly string[]> {
  const types: string[] = [];
  while (types.at(-1) !== "DELETED") {
    const { value, done } = await events.next();
    if (done === true) break;
    types.push(value.type);
  }
  return types;
}

async function writeAll(
  { resource, apply }: LifeHandles,
  { name }: KindWithObject,
): Promise<void> {
  const labels = { "example.com/merged": "yes" };
  const merged = await resource.patch(name, { metadata: { labels } });
  expect(merged.metadata).toMatchObject({ labels });
  const path = "/metadata/labels/example.com~1added";
  const added = await resource.patch(
    name,
    [{ op: "add", path, value: "yes" }],
    { type: "json" },
  );
  const both = { ...labels, "example.com/added": "yes" };
  expect(added.metadata).toMatchObject({ labels: both });

  const annotations = { "example.com/updated": "yes" };
  const updated = await resource.update({
    ...added,
    metadata: { ...added.metadata, ...{ annotations } },
  });
  expect(updated.metadata).toMatchObject({ labels: both, annotations });

  const applied = (await apply()) as UntypedObject;
  expect(applied.metadata?.["managedFields"]).toContainEqual(
    expect.objectContaining({ manager: fieldManager, operation: "Apply" }),
  );
  expect(applied.metadata).toMatchObject({ labels: both, annotations });
}

async function writeBelow(
  { resource, status }: LifeHandles,
  kind: KindWithObject,
): Promise<void> {
  const below = (subresource: string): SubresourceHandle =>
    Reflect.get(resource, subresource) as SubresourceHandle;
  if (kind.hasStatus) {
    const told = await status?.();
    const again = await below("status").get(kind.name);
    if (told !== undefined) expect(again).toEqual(told);
    const updated = await below("status").update(again);
    for (const object of [again, updated])
      expect(object).toMatchObject(
        kind.status === undefined ? {} : { status: kind.status },
      );
  }
  if (kind.hasScale) {
    const replicas = 5;
    const patched = await below("scale").patch(kind.name, {
      spec: { replicas },
    });
    expect(patched).toMatchObject({ kind: "Scale", spec: { replicas } });
    expect(await below("scale").get(kind.name)).toEqual(patched);
  }
}
