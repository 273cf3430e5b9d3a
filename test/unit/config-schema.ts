import ts from "typescript";
import { parseSource } from "./source-imports.js";

/** A JSON Schema, as far as one is made here. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const source = parseSource("generator/config/config.ts");
const aliases = parseSource("generator/form/import-extensions.ts");

/** The JSON Schema of configurations, as the types and their documentation say it. */
export function configSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "kubewright configuration",
    description: documentationOf(interfaceOf("Config")),
    type: "object",
    properties: {
      ...propertiesOf("Config"),
      ...propertiesOf("OutputConfig"),
    },
    additionalProperties: false,
    allOf: ["name", "out"].map((key) => ({
      not: { required: ["outputs", key] },
    })),
    definitions: {
      OutputConfig: {
        description: documentationOf(interfaceOf("OutputConfig")),
        type: "object",
        properties: propertiesOf("OutputConfig"),
        additionalProperties: false,
      },
    },
  };
}

/** The keys of an output, for documentation: each with its type, what it does, and what holds without it. */
export function outputKeysTable(): string {
  const rows = membersOf("OutputConfig").map((member) => {
    const { text, fallback } = documentation(member);
    const kind = typeTextOf(member).replaceAll("|", "\\|");
    return `| \`${nameOf(member)}\` | ${kind} | ${text} | ${fallback ?? ""} |`;
  });
  return [
    "| key | type | what it says | default |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function interfaceOf(name: string): ts.InterfaceDeclaration {
  const found = source.statements.find(
    (node): node is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(node) && node.name.text === name,
  );
  if (found === undefined) throw new Error(`no interface ${name}`);
  return found;
}

function membersOf(name: string): readonly ts.PropertySignature[] {
  return interfaceOf(name).members.filter(ts.isPropertySignature);
}

function nameOf(member: ts.PropertySignature): string {
  return member.name.getText(source);
}

function propertiesOf(name: string): Schema {
  return Object.fromEntries(
    membersOf(name).map((member) => [
      nameOf(member),
      { description: documentationOf(member), ...schemaOf(member) },
    ]),
  );
}

function documentation(node: ts.Node): {
  readonly text: string;
  readonly fallback: string | undefined;
} {
  const flat = (comment: ts.JSDocTag["comment"]): string | undefined =>
    ts.getTextOfJSDocComment(comment)?.replaceAll(/\s*\n\s*/g, " ");
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = ts
    .getJSDocTags(node)
    .find(({ tagName }) => tagName.text === "default");
  return { text: flat(doc?.comment) ?? "", fallback: flat(tag?.comment) };
}

function documentationOf(node: ts.Node): string {
  const { text, fallback } = documentation(node);
  return fallback === undefined ? text : `${text} Default: ${fallback}.`;
}

/** The type of a key, without `undefined`, and with the names of types replaced by what they stand for. */
function typesOf({ type }: ts.PropertySignature): readonly string[] {
  if (type === undefined || !ts.isUnionTypeNode(type))
    throw new Error("a key may be undefined");
  return type.types
    .map((part) => part.getText(source))
    .filter((text) => text !== "undefined")
    .flatMap(partsOf);
}

function partsOf(text: string): readonly string[] {
  const alias = aliases.statements.find(
    (node): node is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(node) && node.name.text === text,
  );
  return alias !== undefined && ts.isUnionTypeNode(alias.type)
    ? alias.type.types.map((part) => part.getText(aliases))
    : [text];
}

function typeTextOf(member: ts.PropertySignature): string {
  return typesOf(member)
    .map((text) => text.replace("readonly string[]", "list of strings"))
    .map((text) => (text.startsWith('"') ? `\`${text}\`` : text))
    .join(" or ");
}

const text: Schema = { type: "string", pattern: "\\S" };

function schemaOf(member: ts.PropertySignature): Schema {
  const types = typesOf(member);
  if (types.every((type) => type.startsWith('"')))
    return { enum: types.map((type) => JSON.parse(type) as string) };
  switch (types.join(" | ")) {
    case "string":
      return text;
    case "boolean":
      return { type: "boolean" };
    case "string | readonly string[]":
      return { anyOf: [text, { type: "array", items: text, minItems: 1 }] };
    case "readonly OutputConfig[]":
      return {
        type: "array",
        items: { $ref: "#/definitions/OutputConfig" },
        minItems: 1,
      };
    default:
      throw new Error(`${nameOf(member)} has a type without a schema`);
  }
}
