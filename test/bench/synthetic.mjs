import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { builtinDocuments } from "./captures.mjs";
import { makeSchema } from "./synthetic-schema.mjs";

const kindsPerGroup = 5;
const meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
const reference = (name) => ({ $ref: `#/components/schemas/${name}` });

/**
 * Documents as a server with many custom resources publishes them: the same for the same numbers, on every machine.
 *
 * A document is of one group with five kinds. Each kind has a tree of described fields of the sorts that real ones have, and the paths
 * that a server gives to what is namespaced and has a status and a scale, which are those of deployments.
 *
 * @param {string} folder gets the documents, named as kubernetes/kubernetes names them
 * @param {{ kinds: number, mebibytes: number }} size of all documents together, roughly
 * @returns {number} how many bytes were written
 */
export function writeSynthetic(folder, { kinds, mebibytes }) {
  const apps = builtinDocuments()["apis/apps/v1.json"];
  const bytesPerKind = (mebibytes * 2 ** 20) / kinds;
  mkdirSync(folder, { recursive: true });
  let written = 0;
  for (let first = 0; first < kinds; first += kindsPerGroup) {
    const group = `group-${first / kindsPerGroup}.example.com`;
    const count = Math.min(kindsPerGroup, kinds - first);
    const made = Array.from({ length: count }, (_, i) =>
      makeKind(group, first + i),
    );
    const text = JSON.stringify(documentOf(apps, group, made, bytesPerKind));
    writeFileSync(join(folder, `apis__${group}__v1_openapi.json`), text);
    written += Buffer.byteLength(text);
  }
  return written;
}

function makeKind(group, number) {
  const kind = `Synthetic${number}`;
  const name = `${group.split(".").reverse().join(".")}.v1.${kind}`;
  return { number, kind, plural: `${kind.toLowerCase()}s`, name };
}

function documentOf(apps, group, made, bytesPerKind) {
  const template = JSON.stringify(
    Object.fromEntries(
      Object.entries(apps.paths).filter(
        ([path]) => path.includes("/deployments") && !path.includes("/watch/"),
      ),
    ),
  );
  const paths = {};
  const schemas = Object.fromEntries(
    Object.entries(apps.components.schemas).filter(
      ([name]) =>
        name.startsWith("io.k8s.apimachinery.") ||
        name.startsWith("io.k8s.api.autoscaling."),
    ),
  );
  for (const { number, kind, plural, name } of made) {
    const own = template
      .replaceAll("io.k8s.api.apps.v1.Deployment", name)
      .replaceAll("/apis/apps/v1/", `/apis/${group}/v1/`)
      .replaceAll("deployments", plural)
      .replaceAll('"group":"apps"', `"group":"${group}"`)
      .replaceAll('"kind":"Deployment"', `"kind":"${kind}"`)
      // An operation's id is its own in all of a server's documents.
      .replaceAll(
        /("operationId":"\w+)AppsV1(\w*)Deployment/g,
        `$1ExampleComV1$2${kind}`,
      );
    Object.assign(paths, JSON.parse(own, asPublished));
    const published = { group, version: "v1" };
    const bytes = bytesPerKind - own.length;
    schemas[name] = objectSchema(published, kind, makeSchema(number, bytes));
    schemas[`${name}List`] = listSchema(published, kind, name);
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes CRD Swagger", version: "v0.1.0" },
    paths,
    components: { schemas },
  };
}

/** Custom resources have no strategic merge, and answers are described, as OpenAPI has it; the built-in documents have no prose. */
function asPublished(key, value) {
  if (key === "application/strategic-merge-patch+json") return undefined;
  return /^\d{3}$/.test(key) ? { description: "Answer.", ...value } : value;
}

function objectSchema(published, kind, { spec, status }) {
  return {
    description: `${kind} is made up, to measure with.`,
    type: "object",
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { allOf: [reference(`${meta}ObjectMeta`)] },
      spec,
      status,
    },
    "x-kubernetes-group-version-kind": [{ ...published, kind }],
  };
}

function listSchema(published, kind, name) {
  return {
    type: "object",
    required: ["items"],
    properties: {
      apiVersion: { type: "string" },
      items: { type: "array", items: reference(name) },
      kind: { type: "string" },
      metadata: { allOf: [reference(`${meta}ListMeta`)] },
    },
    "x-kubernetes-group-version-kind": [{ ...published, kind: `${kind}List` }],
  };
}

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      kinds: { type: "string", default: "1000" },
      mebibytes: { type: "string", default: "100" },
    },
  });
  const [folder] = positionals;
  const kinds = Number(values.kinds);
  const mebibytes = Number(values.mebibytes);
  if (folder === undefined || !(kinds >= 1) || !(mebibytes > 0)) {
    process.stderr.write(
      "Usage: node test/bench/synthetic.mjs DIR [--kinds 1000] [--mebibytes 100]\n",
    );
    process.exitCode = 2;
  } else {
    const written = writeSynthetic(folder, { kinds, mebibytes });
    console.log(`${kinds} kinds, ${(written / 2 ** 20).toFixed(1)} MiB`);
  }
}
