import { connect as connectPackage } from "@acme/k8s";
import { podPath } from "@acme/k8s/core/v1/paths";
import type { WidgetSpec } from "@acme/k8s/example.com/v1";
import { connect as connectBuiltin, isNotFound } from "kubewright/client";
import type { Deployment } from "kubewright/client/apps/v1";
import { connect } from "../../k8s/index.js";

const [server = ""] = process.argv.slice(2);
const builtin = await connectBuiltin({ server });
const folder = await connect({ server });
const packaged = await connectPackage({ server });

const { items } = await packaged.core.v1.pods("default").list();
const names: string[] = items.map(({ metadata }) => metadata.name);

const types: string[] = [];
for await (const { type } of folder.core.v1.pods("default").watch()) {
  types.push(type);
  if (types.length === 2) break;
}

const kind: Deployment["kind"] = "Deployment";
const spec: WidgetSpec = { size: 1 };
// @ts-expect-error: a size is a number
const wrong: WidgetSpec = { size: "1" };
const path: `/api/v1/${string}` = podPath("default", kind ?? "");
console.log(path, spec.size, wrong.size);

let problem = "";
try {
  await builtin.apps.v1.deployments("default").get("web");
} catch (error) {
  if (isNotFound(error)) problem = error.reason;
}
console.log(`${names.join(" ")}, ${types.join(" ")}, ${problem}`);
await Promise.all([builtin.close(), folder.close(), packaged.close()]);
