import { stringLiteral } from "../../templates/literal.js";
import type { Emission } from "../emit/emission.js";
import type { SchemaDeclaration } from "../model/model.js";
import { access } from "./client-call.js";
import {
  object,
  plain,
  printSample,
  sampleOf,
  type Sample,
} from "./samples.js";

/** What the example of a method is made from. */
export interface MethodCall {
  readonly emission: Emission;
  /** As it stands in the client's interface. */
  readonly name: string;
  /** Of `patch`: which one. */
  readonly form: "json" | "merge" | "strategic" | undefined;
  /** What it is called on: `deployments`, `deployments.scale`. */
  readonly client: string;
  /** What an object is called: `deployment`. */
  readonly object: string;
  /** The name of the object: `my-deployment`. */
  readonly objectName: string;
  /** The type of what is sent; undefined where no document has it. */
  readonly body: SchemaDeclaration | undefined;
  readonly isSubresource: boolean;
  readonly canGet: boolean;
}

/** How a method is called, in TypeScript that compiles. */
export function methodCode(call: MethodCall): string {
  const { client, name } = call;
  const known = Object.hasOwn(examples, name) ? examples[name] : undefined;
  if (known !== undefined) return known(call);
  // An action of an aggregated API is called as its server calls it, in quotes where it must be.
  const method =
    name.startsWith('"') || name.startsWith("'") ? `[${name}]` : access(name);
  return `const answer = await ${client}${method}(${nameOf(call)});\nconsole.log(answer.status, await answer.text());`;
}

const examples: { readonly [method: string]: (call: MethodCall) => string } = {
  get: (call) =>
    `const ${call.object} = await ${call.client}.get(${nameOf(call)});`,
  list: ({ client }) => `const page = await ${client}.list({ limit: 100 });`,
  listAll: ({ client, object: one }) =>
    `for await (const ${one} of ${client}.listAll()) {\n  console.log(${one});\n}`,
  watch: ({ client }) =>
    `for await (const event of ${client}.watch()) {\n  console.log(event.type);\n}`,
  create(call) {
    const { client, isSubresource } = call;
    return isSubresource
      ? callWithBody(`await ${client}.create`, [nameOf(call)], call, false)
      : callWithBody(`await ${client}.create`, [], call, true);
  },
  update(call) {
    const { client, object: one, canGet } = call;
    return canGet
      ? `const ${one} = await ${client}.get(${nameOf(call)});\n// Change what is to be changed, then:\nawait ${client}.update(${one});`
      : callWithBody(`await ${client}.update`, [], call, true);
  },
  patch: patchCode,
  apply: (call) =>
    callWith(`await ${call.client}.apply`, [nameOf(call)], changeOf(call), [
      '{ fieldManager: "my-program" }',
    ]),
  delete: (call) => `await ${call.client}.delete(${nameOf(call)});`,
  deleteCollection: ({ client }) =>
    `await ${client}.deleteCollection({ labelSelector: { app: "old" } });`,
  logs: (call) =>
    `for await (const line of ${call.client}.logs(${nameOf(call)}, { tailLines: 10 })) {\n  console.log(line);\n}`,
  proxy: (call) =>
    `const answer = await ${call.client}.proxy(${nameOf(call)}, { path: "healthz" });\nconsole.log(answer.status, await answer.text());`,
  exec: (call) =>
    `const session = await ${call.client}.exec(${nameOf(call)}, ["sh"], { stdin: true });\nconst { stdout } = await session.output("date\\n");`,
  execOutput: (call) =>
    `const { stdout } = await ${call.client}.execOutput(${nameOf(call)}, ["date"]);`,
  attach: (call) =>
    `const session = await ${call.client}.attach(${nameOf(call)});`,
  portForward: (call) =>
    `const forward = ${call.client}.portForward(${nameOf(call)}, [8080]);`,
};

function patchCode(call: MethodCall): string {
  const { client, form = "merge" } = call;
  if (form === "json")
    return callWith(
      `await ${client}.patch`,
      [nameOf(call)],
      {
        kind: "list",
        items: [
          object(
            ["op", plain('"add"')],
            ["path", plain('"/metadata/labels/app"')],
            ["value", plain('"web"')],
          ),
        ],
      },
      ['{ type: "json" }'],
    );
  const options = form === "merge" ? [] : [`{ type: "${form}" }`];
  return callWith(
    `await ${client}.patch`,
    [nameOf(call)],
    changeOf(call),
    options,
  );
}

function nameOf({ objectName }: MethodCall): string {
  return stringLiteral(objectName);
}

function callWithBody(
  head: string,
  before: readonly string[],
  call: MethodCall,
  named: boolean,
): string {
  const body = bodyOf(call, named);
  const code = body && callWith(head, before, body);
  return code !== undefined && code.length <= longestCall
    ? code
    : `// An object has more than an example has room for: its type tells what is required.\ndeclare const body: any;\n${callWith(head, before, plain("body"))}`;
}

/** In characters: a value that a document lists may be of any length. */
const longestCall = 6_000;

function bodyOf(call: MethodCall, named: boolean): Sample | undefined {
  const { emission, body, objectName } = call;
  const metadata: readonly (readonly [string, Sample])[] =
    named && (body === undefined || hasMetadata(body))
      ? [["metadata", object(["name", plain(stringLiteral(objectName))])]]
      : [];
  return body === undefined
    ? object(...metadata)
    : sampleOf(emission, body, metadata);
}

/** A small change that the type allows. */
function changeOf({ body }: MethodCall): Sample {
  if (body?.typeName === "Scale")
    return object(["spec", object(["replicas", plain("3")])]);
  return body === undefined || hasMetadata(body)
    ? object(["metadata", object(["labels", object(["app", plain('"web"')])])])
    : object();
}

function hasMetadata({
  schema: { properties = {} },
}: SchemaDeclaration): boolean {
  return Object.hasOwn(properties, "metadata");
}

/** A call as prettier has it: on one line where that is wide enough, with its body broken, or with each argument on its own. */
function callWith(
  head: string,
  before: readonly string[],
  body: Sample,
  after: readonly string[] = [],
): string {
  const written = (room: number, indent: string): readonly string[] => [
    ...before,
    printSample(body, indent, room),
    ...after,
  ];
  const flat = `${head}(${written(Infinity, "").join(", ")});`;
  if (flat.length <= 80) return flat;
  if (before.length + after.length === 0)
    return `${head}(${printSample(body, "", 0)});`;
  return `${head}(\n${written(77, "  ")
    .map((argument) => `  ${argument},\n`)
    .join("")});`;
}
