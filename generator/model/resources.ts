import type {
  GroupVersionKind,
  Method,
  Operation,
  Schema,
} from "../document/openapi.js";
import type { PatchType, Resource, Subresource, Verb } from "./model.js";
import { camelCase, groupBy, upperFirst } from "./names.js";
import {
  answeredSchemaOf,
  answersText,
  kindOf,
  patchTypesOf,
  sentSchemaOf,
  takesQuery,
  type PublishedOperation,
  type Subject,
} from "./operations.js";
import type { Owner } from "./owners.js";
import { selectableFieldsOf } from "./selectable-fields.js";

/** An operation of a resource. */
export interface ResourceOperation extends PublishedOperation {
  readonly subject: Extract<Subject, { kind: "resource" }>;
}

/** The resources of one group and version, sorted by their plural. */
export function buildResources(
  owner: Owner,
  operations: readonly ResourceOperation[],
  schemas: { readonly [name: string]: Schema },
): readonly Resource[] {
  return [...groupBy(operations, ({ subject }) => subject.at.plural)]
    .map(([plural, own]) => buildResource(owner, plural, own, schemas))
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function buildResource(
  owner: Owner,
  plural: string,
  operations: readonly ResourceOperation[],
  schemas: { readonly [name: string]: Schema },
): Resource {
  const own = operations.filter((o) => o.subject.at.subresource === undefined);
  const below = operations.filter(
    (o) => o.subject.at.subresource !== undefined,
  );
  const namespaced = operations.some((o) => o.subject.at.inNamespace);
  const scoped = own.filter((o) => o.subject.at.inNamespace === namespaced);
  const everywhere = namespaced
    ? own.filter((o) => !o.subject.at.inNamespace)
    : [];
  const verbs = verbsOf(scoped);
  const schema = objectSchemaOf(own);
  // What is below it has kinds of its own, which say nothing of it.
  const kind =
    kindNamed(own) ??
    kindIn(schemas, schema)?.kind ??
    upperFirst(camelCase(plural));

  return {
    plural,
    kind,
    namespaced,
    verbs,
    verbsEverywhere: verbsOf(everywhere),
    patchTypes: patchTypesIn(own),
    selectableFields: selectableFieldsOf(
      { ...owner, kind },
      namespaced,
      publishedFields(schema === undefined ? undefined : schemas[schema]),
    ),
    schema,
    listSchema: answeredBy(own, "list"),
    persisted: verbs.includes("create") && verbs.includes("get"),
    createAnswers: otherAnswer(own),
    subresources: [
      ...groupBy(below, ({ subject }) => subject.at.subresource ?? ""),
    ]
      .map(([name, operationsOfIt]) =>
        buildSubresource(owner, name, operationsOfIt, schemas),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function buildSubresource(
  owner: Owner,
  name: string,
  operations: readonly ResourceOperation[],
  schemas: { readonly [name: string]: Schema },
): Subresource {
  const schema = objectSchemaOf(operations);
  const connects = operations.filter((o) => o.subject.verb === "connect");
  return {
    name,
    groupVersionKind: kindOfSubresource(operations) ??
      kindIn(schemas, schema) ?? { ...owner, kind: "" },
    verbs: verbsOf(operations),
    methods: [...new Set<Method>(connects.map((o) => o.method))].sort(),
    patchTypes: patchTypesIn(operations),
    schema,
    createAnswers: otherAnswer(operations),
    text: operations.some(
      (o) => o.subject.verb === "get" && answersText(o.operation),
    ),
    takesPath: operations.some((o) => o.subject.at.takesPath),
  };
}

/** The kind that a schema is of, where it is of one. */
function kindIn(
  schemas: { readonly [name: string]: Schema },
  schema: string | undefined,
): GroupVersionKind | undefined {
  const kinds =
    schema === undefined
      ? undefined
      : schemas[schema]?.["x-kubernetes-group-version-kind"];
  return kinds?.length === 1 ? kinds[0] : undefined;
}

/** The kind that its operations name; a stream's is that of its options. */
function kindOfSubresource(
  operations: readonly ResourceOperation[],
): GroupVersionKind | undefined {
  const plain = operations.find((o) => o.subject.verb !== "connect");
  const operation = (plain ?? operations[0])?.operation;
  return operation === undefined ? undefined : kindOf(operation);
}

/** What can be done, sorted. A list with a `watch` parameter can also be watched: custom resources publish it in no other way. */
function verbsOf(operations: readonly ResourceOperation[]): readonly Verb[] {
  const verbs = new Set<Verb>();
  for (const { subject, operation } of operations) {
    verbs.add(subject.verb);
    if (subject.verb === "list" && takesQuery(operation, "watch")) {
      verbs.add("watch");
    }
  }
  return [...verbs].sort();
}

function patchTypesIn(
  operations: readonly ResourceOperation[],
): readonly PatchType[] {
  const patch = operations.find((o) => o.subject.verb === "patch");
  return patch === undefined ? [] : patchTypesOf(patch.operation);
}

/** The kind that most operations are of: all of them in what servers publish, the first by verb otherwise. */
function kindNamed(
  operations: readonly ResourceOperation[],
): string | undefined {
  return ["get", "create", "list", "delete", "connect"]
    .map((verb) => operations.find((o) => o.subject.verb === verb))
    .map((o) => (o === undefined ? undefined : kindOf(o.operation)?.kind))
    .find((kind) => kind !== undefined);
}

/** The schema of an object: what is read or sent. */
function objectSchemaOf(
  operations: readonly ResourceOperation[],
): string | undefined {
  const find = (verb: Verb): Operation | undefined =>
    operations.find((o) => o.subject.verb === verb)?.operation;
  const read = find("get");
  const create = find("create");
  const update = find("update");
  const patch = find("patch");
  return (
    (create && sentSchemaOf(create)) ??
    (update && sentSchemaOf(update)) ??
    (read && answeredSchemaOf(read)) ??
    (patch && answeredSchemaOf(patch))
  );
}

function answeredBy(
  operations: readonly ResourceOperation[],
  verb: Verb,
): string | undefined {
  const operation = operations.find((o) => o.subject.verb === verb)?.operation;
  return operation === undefined ? undefined : answeredSchemaOf(operation);
}

/** What a create answers, where it is not what was sent. */
function otherAnswer(
  operations: readonly ResourceOperation[],
): string | undefined {
  const create = operations.find((o) => o.subject.verb === "create")?.operation;
  if (create === undefined) return undefined;
  const answer = answeredSchemaOf(create);
  return answer === sentSchemaOf(create) ? undefined : answer;
}

function publishedFields(schema: Schema | undefined): readonly string[] {
  return (schema?.["x-kubernetes-selectable-fields"] ?? []).map(
    ({ fieldPath }) => fieldPath,
  );
}
