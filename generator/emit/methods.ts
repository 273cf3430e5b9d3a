import type {
  MethodView,
  ParameterView,
} from "../../templates/resource-interface.js";
import { text, type TypeExpression } from "../../templates/type-expression.js";
import type { PatchType, Verb } from "../model/model.js";
import type { Emission } from "./emission.js";
import { paragraphs } from "./doc-text.js";
import {
  generic,
  orStatus,
  runtimeType,
  type ResourceTypes,
} from "./resource-types.js";

/** What the methods of a resource, or of a subresource, are written from. */
export interface MethodSubject {
  readonly emission: Emission;
  readonly kind: string;
  readonly verbs: readonly Verb[];
  readonly types: ResourceTypes;
  /** Request paths as published. */
  readonly collection: string;
  readonly object: string;
  /** A subresource is written to through the name of its object. */
  readonly subresource: string | undefined;
}

/** The methods that the published verbs allow, in the order in which a reader looks for them. */
export function methodsOf(subject: MethodSubject): readonly MethodView[] {
  return order.flatMap((verb) =>
    subject.verbs.includes(verb) ? builders[verb](subject) : [],
  );
}

type MethodVerb = Exclude<Verb, "connect">;

const order: readonly MethodVerb[] = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
];

const name: ParameterView = {
  name: "name",
  optional: false,
  type: text("string"),
};

const builders: {
  readonly [V in MethodVerb]: (subject: MethodSubject) => readonly MethodView[];
} = {
  get: ({ kind, object, subresource, types }) => [
    {
      name: "get",
      doc: described(
        subresource === undefined
          ? `Reads the ${kind} of this name.`
          : `Reads \`${subresource}\` of the object of this name.`,
        `GET ${object}`,
        "isNotFound",
        "when there is none",
      ),
      parameters: [name, options("GetOptions")],
      returns: promise(types.answer),
    },
  ],
  list: ({ kind, collection, types }) => [
    {
      name: "list",
      doc: described(
        `Lists ${kind} objects: one request, one list as the server sends it.`,
        `GET ${collection}`,
      ),
      parameters: [options("ListOptions", types.fields)],
      returns: promise(types.list),
    },
    {
      name: "listAll",
      doc: `Gives every ${kind}, page by page: 500 a request unless \`limit\` says otherwise.`,
      parameters: [options("ListOptions", types.fields)],
      returns: generic("AsyncIterable", [types.answer]),
    },
  ],
  watch: ({ kind, collection, types }) => [
    {
      name: "watch",
      doc: described(
        `Gives every ${kind} there is as \`SYNC\`, then each change, until the loop is left.`,
        `GET ${collection}?watch=true`,
        "isGone",
        "with `relist: false`, when the server no longer has the version to go on from",
      ),
      parameters: [options("WatchOptions", types.fields)],
      returns: generic("AsyncIterable", [
        generic("WatchEvent", [types.answer]),
      ]),
    },
  ],
  create: ({ kind, collection, object, subresource, types }) => [
    {
      name: "create",
      doc:
        subresource === undefined
          ? described(
              `Creates the ${kind}.`,
              `POST ${collection}`,
              "isAlreadyExists",
              "when there is one of its name",
            )
          : described(
              `Posts \`${kind}\` to \`${subresource}\` of the object of this name.`,
              `POST ${object}`,
              "isNotFound",
              "when there is no such object",
            ),
      parameters: [
        ...(subresource === undefined ? [] : [name]),
        body(types.object),
        options("WriteOptions"),
      ],
      returns: promise(types.created),
    },
  ],
  update: ({ kind, object, subresource, types }) => [
    {
      name: "update",
      doc: described(
        subresource === undefined
          ? `Replaces the ${kind} of the body's name: what is left out is removed.`
          : `Replaces \`${subresource}\` of the object of the body's name.`,
        `PUT ${object}`,
        "isConflict",
        "when it has changed since the body's `resourceVersion`",
      ),
      parameters: [body(types.object), options("WriteOptions")],
      returns: promise(types.answer),
    },
  ],
  patch: (subject) => patchMethods(subject),
  delete: ({ emission, kind, object, types }) => [
    {
      name: "delete",
      doc: described(
        `Deletes the ${kind} of this name. The answer is the object while it is on its way out, a \`Status\` once it is gone.`,
        `DELETE ${object}`,
        "isNotFound",
        "when there is none",
      ),
      parameters: [name, options("DeleteOptions")],
      returns: promise(orStatus(emission, types.answer)),
    },
  ],
  deletecollection: ({ emission, kind, collection, types }) => [
    {
      name: "deleteCollection",
      doc: described(
        `Deletes every ${kind} that is selected; all of the collection where nothing is.`,
        `DELETE ${collection}`,
      ),
      parameters: [options("DeleteCollectionOptions", types.fields)],
      returns: promise(orStatus(emission, types.list)),
    },
  ],
};

/** In the order of the overloads. The default is the last: that is the one which errors speak of, and which generic code infers from. */
const patchOrder: readonly PatchType[] = ["json", "strategic", "merge"];

function patchMethods({
  kind,
  object,
  subresource,
  types,
}: MethodSubject): readonly MethodView[] {
  const what = subresource === undefined ? `the ${kind}` : `\`${subresource}\``;
  const patches = patchOrder
    .filter((type) => types.patchTypes.includes(type))
    .map((type): MethodView => {
      const { doc, bodyType } = patchForms[type as keyof typeof patchForms];
      return {
        name: "patch",
        doc: described(doc(what), `PATCH ${object}`),
        parameters: [
          name,
          body(bodyType(types.object)),
          {
            name: "options",
            optional: type === "merge",
            type: {
              kind: "intersection",
              members: [
                runtimeType("PatchOptions"),
                text(
                  type === "merge"
                    ? `{ type?: "merge" }`
                    : `{ type: "${type}" }`,
                ),
              ],
            },
          },
        ],
        returns: promise(types.answer),
      };
    });
  if (!types.patchTypes.includes("apply")) return patches;
  return [
    ...patches,
    {
      name: "apply",
      doc: described(
        `Applies ${what}, server-side: the fields given become this field manager's, those it no longer gives are let go.`,
        `PATCH ${object}`,
        "isConflict",
        "when another manager owns one of the fields, unless `force` is set",
      ),
      parameters: [
        name,
        body(types.applied),
        { ...options("ApplyOptions"), optional: false },
      ],
      returns: promise(types.answer),
    },
  ];
}

const patchForms = {
  merge: {
    doc: (what: string) =>
      `Patches ${what} by a JSON merge patch: what is given replaces, \`null\` removes.`,
    bodyType: (type: TypeExpression) => generic("MergePatch", [type]),
  },
  json: {
    doc: (what: string) => `Patches ${what} by operations in order (RFC 6902).`,
    bodyType: (): TypeExpression => ({
      kind: "array",
      item: runtimeType("JsonPatchOperation"),
      readonly: true,
    }),
  },
  strategic: {
    doc: (what: string) =>
      `Patches ${what} by Kubernetes' strategic merge: lists are merged by their keys.`,
    bodyType: (type: TypeExpression) => generic("StrategicPatch", [type]),
  },
};

function options(type: string, fields?: TypeExpression): ParameterView {
  return {
    name: "options",
    optional: true,
    type: fields === undefined ? runtimeType(type) : generic(type, [fields]),
  };
}

function body(type: TypeExpression): ParameterView {
  return { name: "body", optional: false, type };
}

function promise(type: TypeExpression): TypeExpression {
  return generic("Promise", [type]);
}

function described(
  sentence: string,
  request: string,
  predicate?: string,
  when?: string,
): string {
  return paragraphs([
    sentence,
    `\`${request}\``,
    predicate === undefined
      ? ""
      : `@throws {ApiError} \`${predicate}\` ${when ?? ""}`,
  ]);
}
