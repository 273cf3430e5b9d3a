import type { MethodView } from "../../templates/resource-interface.js";
import { declarationOf } from "../emit/emission.js";
import type {
  GroupVersion,
  Resource,
  SchemaDeclaration,
  Subresource,
} from "../model/model.js";
import { access, exampleClient, type ExampleClient } from "./client-call.js";
import { methodCode } from "./method-code.js";
import type { MethodEntry, Piece, Snippet } from "./page-model.js";
import { piecesOf } from "./pieces.js";
import { ruleFor } from "./rbac.js";
import type { Reference } from "./reference.js";
import { exampleName } from "./words.js";

/** Whose methods are told. */
export interface MethodOwner {
  readonly reference: Reference;
  readonly groupVersion: GroupVersion;
  readonly resource: Resource;
  readonly subresource: Subresource | undefined;
  readonly everywhere: boolean;
  /** What the anchors of its methods begin with. */
  readonly anchor: string;
}

/** The methods of one interface, as a page has them. */
export function methodEntries(
  owner: MethodOwner,
  methods: readonly MethodView[],
): readonly MethodEntry[] {
  const { reference, groupVersion, resource, everywhere } = owner;
  const example = exampleClient(reference, groupVersion, resource, everywhere);
  const canGet = methods.some(({ name }) => name === "get");
  return methods.map((view) => methodEntry(owner, example, view, canGet));
}

function methodEntry(
  owner: MethodOwner,
  example: ExampleClient,
  view: MethodView,
  canGet: boolean,
): MethodEntry {
  const { reference, groupVersion, resource, subresource, anchor } = owner;
  const form = formOf(view);
  const { about, request, throws } = readDoc(view.doc);
  const name = view.name.replace(/^["']|["']$/g, "");
  const below =
    subresource?.name ?? /\{name\}\/([^/?{]+)/.exec(request ?? "")?.[1];
  const code = methodCode({
    emission: reference.emission,
    name: view.name,
    form,
    client:
      example.client +
      (subresource === undefined ? "" : access(subresource.name)),
    object: example.object,
    objectName: exampleName(resource.kind),
    body: bodyDeclaration(owner),
    isSubresource: subresource !== undefined,
    canGet,
  });
  return {
    anchor: [anchor, name, ...(form === undefined ? [] : [form])].join("-"),
    name,
    form,
    about,
    throws,
    request,
    signature: signatureOf(reference, view),
    snippet: { setup: example.setup, code },
    path: request === undefined ? undefined : pathSnippet(owner, request),
    rule: ruleFor({
      group: groupVersion.group,
      plural: resource.plural,
      below,
      method: name,
      request,
      readsFirst: canGet,
    }),
  };
}

function bodyDeclaration({
  reference: { emission },
  groupVersion: { document },
  resource,
  subresource,
}: MethodOwner): SchemaDeclaration | undefined {
  const { schema } = subresource ?? resource;
  return declarationOf(emission, document?.key ?? "", schema)?.declaration;
}

function formOf({
  name,
  parameters,
}: MethodView): "json" | "merge" | "strategic" | undefined {
  if (name !== "patch") return undefined;
  const type = parameters.at(-1)?.type;
  const text =
    type?.kind === "intersection"
      ? type.members.map((m) => (m.kind === "text" ? m.text : "")).join("")
      : "";
  const form = /"(json|merge|strategic)"/.exec(text)?.[1];
  return form === "json" || form === "strategic" ? form : "merge";
}

/** A method's comment: what it does, its request alone in a paragraph, and what it throws. */
function readDoc(doc: string): {
  readonly about: string;
  readonly request: string | undefined;
  readonly throws: readonly string[];
} {
  const paragraphs = doc.split("\n\n");
  const isRequest = (text: string): boolean =>
    /^`(?:[A-Z, ]+ )?\/[^`]*`$/.test(text);
  return {
    about: paragraphs
      .filter((text) => !isRequest(text) && !text.startsWith("@throws"))
      .join("\n\n"),
    request: paragraphs.find(isRequest)?.slice(1, -1),
    throws: paragraphs
      .filter((text) => text.startsWith("@throws"))
      .map((text) => text.replace(/^@throws \{(\w+)\} /, "`$1`: ")),
  };
}

function signatureOf(
  { addresses }: Reference,
  { name, parameters, returns }: MethodView,
): readonly Piece[] {
  return [
    { text: `${name}(` },
    ...parameters.flatMap((parameter, i) => [
      {
        text: `${i === 0 ? "" : ", "}${parameter.name}${parameter.optional ? "?" : ""}: `,
      },
      ...piecesOf(parameter.type, addresses),
    ]),
    { text: "): " },
    ...piecesOf(returns, addresses),
  ];
}

/** How the path of a request is built. */
function pathSnippet(
  { reference, groupVersion, resource }: MethodOwner,
  request: string,
): Snippet | undefined {
  const template = request.replace(/^[A-Z, ]+ /, "").replace(/\?.*$/, "");
  for (const { name, forms } of reference.pathFunctions(groupVersion)) {
    const form = forms.find((one) => one.template === template);
    if (form === undefined) continue;
    const values: { readonly [hole: string]: string } = {
      namespace: '"default"',
      name: `"${exampleName(resource.kind)}"`,
      path: '"healthz"',
    };
    const list = form.parameters.map((hole) => values[hole] ?? '"…"');
    return {
      setup: `import { ${name} } from "./k8s/${groupVersion.directory}/index.js";\n`,
      code: `${name}(${list.join(", ")});`,
    };
  }
  return undefined;
}
