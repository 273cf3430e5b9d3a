import * as fc from "fast-check";
import { object, schema, type LooseSchema } from "./schemas.js";
import { group, kind, segment, text, version } from "./words.js";

/** Documents by their keys in the index. */
export type Documents = Readonly<Record<string, DocumentJson>>;

/** An OpenAPI document as JSON. */
export interface DocumentJson {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, object>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, LooseSchema>>;
  };
}

interface ResourcePlan {
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly schema: number;
  readonly subresources: readonly string[];
  readonly prose: string;
}

interface DocumentPlan {
  readonly group: string;
  readonly version: string;
  readonly title: string;
  readonly resources: readonly ResourcePlan[];
  readonly others: readonly (readonly [string, LooseSchema])[];
  readonly roots: readonly LooseSchema[];
  readonly hasMetadata: boolean;
}

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** As far as emitted types lean on it. */
const metadata: LooseSchema = {
  type: "object",
  properties: {
    name: { type: "string" },
    namespace: { type: "string" },
    uid: { type: "string" },
    creationTimestamp: { type: "string" },
    resourceVersion: { type: "string" },
  },
};

const verbs = [
  "get",
  "list",
  "post",
  "put",
  "patch",
  "delete",
  "deletecollection",
] as const;

const resource: fc.Arbitrary<ResourcePlan> = fc.record({
  plural: segment,
  kind,
  namespaced: fc.boolean(),
  verbs: fc.oneof(fc.constant(verbs), fc.subarray([...verbs])),
  schema: fc.nat(9),
  subresources: fc.uniqueArray(
    fc.oneof(fc.constantFrom("status", "scale"), segment),
    { maxLength: 3 },
  ),
  prose: text,
});

const schemaName = fc.oneof(
  {
    weight: 5,
    arbitrary: kind.map((name) => `com.example.v1.${name}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "com.example.v1.a.Widget",
      "com.example.v1.b.Widget",
      "io.k8s.api.core.v1.PodSpec",
      "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
      "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
      "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
      "io.k8s.apimachinery.pkg.api.resource.Quantity",
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
      "__proto__",
      "constructor",
      "Widget",
      "a..b",
    ),
  },
  { weight: 1, arbitrary: text.filter((name) => name !== "") },
);

const plan: fc.Arbitrary<DocumentPlan> = fc.record({
  group,
  version,
  title: text,
  resources: fc.array(resource, { maxLength: 3 }),
  others: fc.uniqueArray(fc.tuple(schemaName, schema(3)), {
    maxLength: 5,
    selector: ([name]) => name,
  }),
  roots: fc.array(object(2), { minLength: 3, maxLength: 3 }),
  hasMetadata: fc.boolean(),
});

/** What a server with a few odd groups publishes. */
export const documents: fc.Arbitrary<Documents> = fc
  .uniqueArray(plan, {
    minLength: 1,
    maxLength: 5,
    selector: keyOf,
  })
  .map((plans) =>
    Object.fromEntries(plans.map((one) => [keyOf(one), documentOf(one)])),
  );

function keyOf({ group, version }: DocumentPlan): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

function documentOf(plan: DocumentPlan): DocumentJson {
  const { resources, others, roots, title } = plan;
  const kinds = resources.flatMap(({ kind }, position) => {
    const root = roots[position] ?? {};
    const properties = {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      // What servers publish; now and then something else is, or nothing.
      ...(plan.hasMetadata ? { metadata: { $ref: `=${objectMeta}` } } : {}),
      ...root.properties,
    };
    const name = `com.example.${plan.version}.${kind}`;
    const list: LooseSchema = {
      type: "object",
      required: ["items"],
      properties: {
        items: { type: "array", items: { $ref: `=${name}` } },
      },
      "x-kubernetes-group-version-kind": [gvk(plan, `${kind}List`)],
    };
    return [
      [
        name,
        {
          ...root,
          properties,
          "x-kubernetes-group-version-kind": [gvk(plan, kind)],
        },
      ],
      [`${name}List`, list],
    ] as const;
  });
  const loose = Object.fromEntries<LooseSchema>([
    ...(plan.hasMetadata ? [[objectMeta, metadata] as const] : []),
    ...others,
    ...kinds,
  ]);
  const names = Object.keys(loose);
  const schemas = resolve(loose, names) as Record<string, LooseSchema>;
  const paths = Object.fromEntries(
    resources.flatMap((one) => pathsOf(plan, one)),
  );
  return {
    openapi: "3.0.0",
    info: { title, version: title, description: title },
    paths,
    components: { schemas },
  };
}

function gvk({ group, version }: DocumentPlan, kind: string) {
  return { group, version, kind };
}

/** Gives each number of a reference the name that it stands for. */
function resolve(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== "$ref" || typeof item !== "string")
        return [key, resolve(item, names)];
      const name = item.startsWith("=")
        ? item.slice(1)
        : names[Number(item) % names.length];
      return [key, referenceTo(name ?? "")];
    }),
  );
}

function referenceTo(name: string): string {
  const escaped = name
    .replaceAll("~", "~0")
    .replaceAll("/", "~1")
    .replaceAll("%", "%25");
  return `#/components/schemas/${escaped}`;
}

function pathsOf(
  plan: DocumentPlan,
  { plural, kind, namespaced, verbs, subresources, prose }: ResourcePlan,
): readonly (readonly [string, object])[] {
  const root =
    plan.group === ""
      ? `/api/${plan.version}`
      : `/apis/${plan.group}/${plan.version}`;
  const scope = namespaced ? "/namespaces/{namespace}" : "";
  const collection = `${root}${scope}/${plural}`;
  const name = `com.example.${plan.version}.${kind}`;
  const operation = (action: string, answers = name): object =>
    operationOf(action, gvk(plan, kind), prose, name, answers);
  const item = (actions: readonly string[]): object =>
    Object.fromEntries(
      actions.map((action) => [
        methodOf(action),
        operation(action, action === "list" ? `${name}List` : name),
      ]),
    );
  const onCollection = ["list", "post", "deletecollection"];
  const own = [
    [collection, item(verbs.filter((v) => onCollection.includes(v)))],
    [
      `${collection}/{name}`,
      item(verbs.filter((v) => !onCollection.includes(v))),
    ],
    ...(namespaced ? [[`${root}/${plural}`, item(["list"])] as const] : []),
  ] as const;
  return [
    ...own,
    ...subresources.map(
      (sub) =>
        [
          `${collection}/{name}/${sub}`,
          ["exec", "attach", "proxy"].includes(sub)
            ? { get: operation("connect") }
            : item(["get", "put", "patch"]),
        ] as const,
    ),
  ];
}

function methodOf(action: string): string {
  if (action === "list") return "get";
  return action === "deletecollection" ? "delete" : action;
}

function operationOf(
  action: string,
  kind: object,
  prose: string,
  sent: string,
  answers: string,
): object {
  const content = (name: string, type: string): object => ({
    [type]: { schema: { $ref: referenceTo(name) } },
  });
  const body =
    action === "patch"
      ? {
          ...content(sent, "application/apply-patch+yaml"),
          ...content(sent, "application/merge-patch+json"),
        }
      : content(sent, "*/*");
  return {
    operationId: prose,
    description: prose,
    tags: [prose],
    parameters: [
      { name: prose, in: "query", schema: { type: "string" } },
      { name: "watch", in: "query", schema: { type: "boolean" } },
    ],
    ...(["post", "put", "patch"].includes(action)
      ? { requestBody: { content: body } }
      : {}),
    responses: {
      "200": {
        description: prose,
        content: content(answers, "application/json"),
      },
    },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": kind,
    "x-pwned": prose,
  };
}
