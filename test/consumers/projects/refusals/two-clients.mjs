import assert from "node:assert/strict";
import * as packaged from "@acme/k8s";
import * as builtin from "kubewright/client";

const [, , server] = process.argv;
const one = await builtin.connect({ server });
const other = await packaged.connect({ server });

// Two classes: predicates go by what an error is, not by whose.
const error = await other.core.v1
  .configMaps("default")
  .get("none")
  .catch((thrown) => thrown);
assert.ok(builtin.isApiError(error) && builtin.isNotFound(error));
assert.ok(packaged.isApiError(error) && packaged.isNotFound(error));
assert.ok(!(error instanceof builtin.ApiError));
assert.ok(error instanceof packaged.ApiError);

// What one makes, the other takes: the handle of a resource, and a transport.
const informer = builtin.informer(other.core.v1.pods("default"));
await informer.waitForSync();
assert.deepEqual(
  [...informer.store].map(({ metadata }) => metadata.name),
  ["web-0", "web-1"],
);
await informer.close();

const informers = builtin.sharedInformers();
const overOne = packaged.kubernetes(one.transport);
const views = [one, overOne].map((k8s) =>
  informers.get(k8s.core.v1.pods("default")),
);
await Promise.all(views.map((view) => view.waitForSync()));
// One store, and so one watch.
const [first, second] = views.map(({ store }) => store.get("web-0", "default"));
assert.ok(first !== undefined && first === second);
await Promise.all(views.map((view) => view.close()));

await one.close();
await other.close();
console.log("both work");
