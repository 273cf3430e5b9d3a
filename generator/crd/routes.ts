import type { Method, Schema } from "../document/openapi.js";
import { metaSchemas, scaleSchema, type OptionsKind } from "./base-facts.js";
import type { Crd, CrdVersion, Subresource } from "./crd.js";
import { referTo, schemaName } from "./published-schema.js";

/** What Kubernetes calls an operation, and what it does. */
interface Act {
  readonly method: Method;
  /** `x-kubernetes-action`. */
  readonly action: string;
  /** What descriptions and ids call it. */
  readonly verb: string;
  readonly options: OptionsKind;
  /** The answers beside 200, with what they say. */
  readonly answers: readonly (readonly [status: string, says: string])[];
}

const created = ["201", "Created"] as const;
const accepted = ["202", "Accepted"] as const;

const list: Act = act("get", "list", "list", "list");
const create: Act = act("post", "post", "create", "create", created, accepted);
const deleteCollection: Act = act(
  "delete",
  "deletecollection",
  "deletecollection",
  "list",
);
const read: Act = act("get", "get", "read", "get");
const replace: Act = act("put", "put", "replace", "update", created);
const remove: Act = act("delete", "delete", "delete", "delete", accepted);
const patch: Act = act("patch", "patch", "patch", "patch");

function act(
  method: Method,
  action: string,
  verb: string,
  options: OptionsKind,
  ...answers: Act["answers"]
): Act {
  return { method, action, verb, options, answers };
}

/** One operation of a custom resource. */
export interface Route extends Act {
  readonly path: string;
  readonly subresource?: Subresource;
  /** Lists what is in all namespaces. */
  readonly isEverywhere?: boolean;
  readonly body?: Schema;
  readonly answer: Schema;
}

/**
 * All operations that a server has for a version of a custom resource.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/controller/openapi/builder/builder.go
 */
export function routesOf(crd: Crd, version: CrdVersion): readonly Route[] {
  const { group, namespaced, names } = crd;
  const root = `/apis/${group}/${version.name}`;
  const refer = (kind: string): Schema =>
    referTo(schemaName(group, version.name, kind));
  const [one, many] = [refer(names.kind), refer(names.listKind)];
  const status = referTo(metaSchemas.status);
  const path = `${root}/${namespaced ? "namespaces/{namespace}/" : ""}${names.plural}`;
  const everywhere: Route = {
    ...list,
    path: `${root}/${names.plural}`,
    isEverywhere: true,
    answer: many,
  };
  return [
    ...(namespaced ? [everywhere] : []),
    { ...list, path, answer: many },
    { ...create, path, answer: one, body: one },
    { ...deleteCollection, path, answer: status },
    ...readAndWrite(`${path}/{name}`, one),
    {
      ...remove,
      path: `${path}/{name}`,
      answer: status,
      body: referTo(metaSchemas.deleteOptions),
    },
    ...version.subresources.flatMap((subresource) =>
      readAndWrite(
        `${path}/{name}/${subresource}`,
        subresource === "scale" ? referTo(scaleSchema) : one,
      ).map((route) => ({ ...route, subresource })),
    ),
  ];
}

function readAndWrite(path: string, answer: Schema): readonly Route[] {
  return [
    { ...read, path, answer },
    { ...replace, path, answer, body: answer },
    { ...patch, path, answer, body: referTo(metaSchemas.patch) },
  ];
}
