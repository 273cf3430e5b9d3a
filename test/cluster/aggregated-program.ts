/** A program on a client that knows `wardle.example.com`, which another API server serves. What must not compile says so. */
export const wardleProgram = `
import { isAlreadyExists, isForbidden, isNotFound, type Kubernetes } from "./index.js";
import type { Flunder } from "./wardle.example.com/v1alpha1/index.js";

const manager = { fieldManager: "kubewright-test", force: true };

/** Takes a flunder and a fischer through their lives, in each version. */
export async function run(k8s: Kubernetes, namespace: string): Promise<object> {
  const { fischers, flunders: of } = k8s.wardleExampleCom.v1alpha1;
  const flunders = of(namespace);
  const events = flunders.watch({ fieldSelector: { "metadata.name": "first" } })[Symbol.asyncIterator]();
  await events.next();
  const first: Flunder = {
    metadata: { name: "first", labels: { sample: "true" } },
    spec: { reference: "other" },
  };
  const created = await flunders.create(first);
  const twice = await flunders.create(first).catch(isAlreadyExists);
  // @ts-expect-error there is no such field
  const wrong: Flunder = { spec: { flunderReference: "other" } };
  void wrong;
  const listed = await flunders.list({ labelSelector: { sample: "true" } });
  const everywhere = await of().list({ fieldSelector: { "metadata.name": "first" } });

  const merged = await flunders.patch("first", { metadata: { labels: { merged: "yes" } } });
  const strategic = await flunders.patch(
    "first",
    { metadata: { labels: { strategic: "yes" } } },
    { type: "strategic" },
  );
  const byOperations = await flunders.patch(
    "first",
    [{ op: "replace", path: "/spec/reference", value: "third" }],
    { type: "json" },
  );
  const updated = await flunders.update({ ...byOperations, spec: { reference: "fourth" } });
  const applied = await flunders.apply("first", { spec: { reference: "fifth" } }, manager);

  // The same object in another version of the group, which calls its fields by other names.
  const later = await k8s.wardleExampleCom.v1beta1.flunders(namespace).get("first");

  await fischers.create({ metadata: { name: namespace }, disallowedFlunders: ["banned"] });
  const banned = await untilBanned(() => flunders.create({ metadata: { name: "banned" } }));
  await fischers.delete(namespace);

  await flunders.delete("first");
  const gone = await flunders.get("first").catch(isNotFound);
  const types: string[] = [];
  while (types.at(-1) !== "DELETED") {
    const { value, done } = await events.next();
    if (done === true) break;
    types.push(value.type);
  }
  await events.return?.();
  return {
    created: [created.apiVersion, created.kind, created.spec],
    twice,
    listed: listed.items.map(({ metadata }) => metadata.name),
    everywhere: everywhere.items.length,
    merged: merged.metadata.labels,
    strategic: strategic.metadata.labels,
    byOperations: byOperations.spec?.reference,
    updated: updated.spec?.reference,
    applied: applied.spec?.reference,
    managers: applied.metadata.managedFields?.map(({ manager: of, operation }) => [of, operation]),
    later: later.spec,
    banned,
    gone,
    types: [...new Set(types)],
  };
}

/** Its admission sees a fischer a little after it is there. */
async function untilBanned(create: () => Promise<Flunder>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const banned = await create().then(() => false, (error: unknown) => isForbidden(error) || isAlreadyExists(error) && "there");
    if (banned === true) return true;
    if (banned === "there") return false;
  }
  return false;
}
`;

/** A program on a client that knows `machines.example.com`, of which the API server had nothing but Swagger 2.0. */
export const machinesProgram = `
import { isApiError, type Kubernetes } from "./index.js";
import type { Machine } from "./machines.example.com/v1/index.js";

export async function run(k8s: Kubernetes, namespace: string): Promise<object> {
  const machines = k8s.machinesExampleCom.v1.machines(namespace);
  const machine: Machine = { metadata: { name: "one" }, spec: { cpus: 2 } };
  const created = await machines.create(machine);
  const { items } = await machines.list();

  // @ts-expect-error it is put to alone
  const wrongMethod = () => machines.start("one", { method: "GET" });
  // @ts-expect-error it does not say that it can be watched
  const watch = () => machines.watch();
  void [wrongMethod, watch];

  const started = await machines.start("one", { body: { paused: true } });
  const console = await machines.console("one");
  const below = await machines.console("one", { path: "screens/1", query: { size: 80 } });
  const posted = await machines.console("one", { method: "POST", body: { keys: "ls" } });
  const reset = await machines.reset("one");
  const missing = await machines.start("none").catch((error: unknown) => error);
  await machines.delete("one");
  return {
    created: created.metadata.uid,
    items: items.map(({ spec }) => spec.cpus),
    started: [started.status, await started.text()],
    console: [await console.text(), await below.text(), await posted.text()],
    reset: [reset.ok, reset.status, await reset.text()],
    missing: isApiError(missing) && [missing.status, missing.reason],
  };
}
`;
