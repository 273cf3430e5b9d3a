import {
  declaration,
  type DeclarationView,
} from "../../templates/declaration.js";
import {
  eachReference,
  text,
  type Member,
  type NameOf,
  type Reference as TypeReference,
  type TypeExpression,
} from "../../templates/type-expression.js";
import { resolveImports } from "../emit/module.js";
import type { Snippet } from "./page-model.js";
import { codeBytes } from "./weights.js";

/**
 * What the client declares of a type, without comments, and the imports that it needs beside a client in `./k8s`.
 *
 * @returns undefined where even a short form of it would be longer than a reader wants
 */
export function signatureOf(
  views: readonly DeclarationView[],
): Snippet | undefined {
  const plain = views.map(withoutDocs);
  const whole = snippetOf(plain);
  if (isFit(whole, mostLines)) return whole;
  const short = snippetOf(plain.slice(0, 1).map(shortened));
  if (!isFit(short, mostShortLines)) return undefined;
  return {
    ...short,
    code: `// What is written out within it is \`object\` here: its fields are below.\n${short.code}`,
  };
}

const mostLines = 60;
const mostShortLines = 160;

/** What it may come to on a page, in bytes: lines may be of any length. */
const mostBytesOfCode = 30_000;

function isFit({ setup, code }: Snippet, lines: number): boolean {
  return (
    code.split("\n").length <= lines &&
    codeBytes(setup) + codeBytes(code) <= mostBytesOfCode
  );
}

function snippetOf(views: readonly DeclarationView[]): Snippet {
  const declared = new Set(views.map(({ name }) => name));
  const types: TypeReference[] = [];
  const below = ({ from, name }: TypeReference): TypeReference => ({
    from: `k8s/${from}`,
    name,
  });
  for (const { body } of views) {
    const inner: TypeExpression =
      body.kind === "alias"
        ? body.type
        : { kind: "object", members: body.members, open: false };
    eachReference(inner, (to) => {
      if (!declared.has(to.name)) types.push(below(to));
    });
  }
  const { nameOf, imports } = resolveImports({
    path: "example",
    declares: declared,
    types,
    values: [],
  });
  const names: NameOf = (to) =>
    declared.has(to.name) ? to.name : nameOf(below(to));
  return {
    setup: imports,
    code: views
      .map((view) => declaration(view, names))
      .join("\n")
      .trimEnd(),
  };
}

function withoutDocs({ name, body }: DeclarationView): DeclarationView {
  return {
    name,
    doc: "",
    body:
      body.kind === "alias"
        ? { kind: "alias", type: bare(body.type) }
        : { ...body, members: body.members.map(bareMember) },
  };
}

function bareMember(member: Member): Member {
  return { ...member, doc: "", type: bare(member.type) };
}

function bare(type: TypeExpression): TypeExpression {
  return mapped(type, (object) => ({
    ...object,
    members: object.members.map(bareMember),
  }));
}

function shortened({ name, doc, body }: DeclarationView): DeclarationView {
  const cut = (type: TypeExpression): TypeExpression =>
    mapped(type, (object) =>
      object.members.length === 0 ? object : text("object"),
    );
  return {
    name,
    doc,
    body:
      body.kind === "alias"
        ? { kind: "alias", type: cut(body.type) }
        : {
            ...body,
            members: body.members.map((member) => ({
              ...member,
              type: cut(member.type),
            })),
          },
  };
}

/** A type with another in the place of each object that is written out in it. */
function mapped(
  type: TypeExpression,
  replace: (
    object: Extract<TypeExpression, { kind: "object" }>,
  ) => TypeExpression,
): TypeExpression {
  const again = (inner: TypeExpression): TypeExpression =>
    mapped(inner, replace);
  switch (type.kind) {
    case "object":
      return replace(type);
    case "array":
      return { ...type, item: again(type.item) };
    case "record":
      return { ...type, value: again(type.value) };
    case "union":
    case "intersection":
      return { ...type, members: type.members.map(again) };
    case "generic":
      return choiceOfNothing({ ...type, arguments: type.arguments.map(again) });
    default:
      return type;
  }
}

/** A choice between the properties of an object whose properties are not there is none. */
function choiceOfNothing(
  type: Extract<TypeExpression, { kind: "generic" }>,
): TypeExpression {
  const [object] = type.arguments;
  const isCut = object?.kind === "text" && object.text === "object";
  return isCut ? object : type;
}
