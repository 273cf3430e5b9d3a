import ts from "typescript";
import { fieldIn, itemsIn, joined, valuesIn } from "../diff/field-path.js";
import { requestedBy, verbOf } from "./requested.js";
import type { DeclaredSchema, Requested } from "./uses.js";

/** A field that a client declares. */
export interface DeclaredField {
  readonly schema: DeclaredSchema;
  /** Of the object that the field is in, from the schema. */
  readonly parent: string;
  readonly path: string;
}

/** A method that a client declares. */
export interface DeclaredMethod {
  readonly request: Requested;
  readonly verb: string;
  readonly patchType: string | undefined;
}

const moduleFile =
  /^(.*)\/([^/]+\/[^/]+)\/(types|apply|client)(?:\.d)?\.[cm]?ts$/;

/**
 * Tells declarations of generated clients from others, and what they are of: by the folder of their group and version, and by the names of
 * interfaces, which are those of the model; of methods by the request that their documentation names.
 *
 * A folder is a client where it has the files that every client has, in TypeScript or as declarations.
 */
export class GeneratedClients {
  readonly #exists: (file: string) => boolean;
  readonly #roots = new Map<string, boolean>();
  readonly #fields = new Map<ts.Node, DeclaredField | undefined>();

  constructor(exists: (file: string) => boolean) {
    this.#exists = exists;
  }

  /** Whether a file is one of a client's, its runtime among them. */
  holds(file: string): boolean {
    const parts = file.split("/");
    return [1, 2, 3].some((depth) =>
      this.#isRoot(parts.slice(0, -depth).join("/")),
    );
  }

  /** Which part of its client a declaration is in: `runtime/root`; undefined for those of other files. */
  runtimeModule(declaration: ts.Declaration): string | undefined {
    const file = declaration.getSourceFile().fileName;
    const [, root = "", name] =
      /^(.*?)\/((?:runtime\/)?[^/]+?)(?:\.d)?\.[cm]?ts$/.exec(file) ?? [];
    return name !== undefined && this.#isRoot(root) ? name : undefined;
  }

  /** The fields of schemas that a property is: several of a union. */
  fieldsOf(symbol: ts.Symbol | undefined): readonly DeclaredField[] {
    return (symbol?.declarations ?? []).flatMap(
      (declaration) => this.#fieldAt(declaration) ?? [],
    );
  }

  /** The first of them. */
  fieldOf(symbol: ts.Symbol | undefined): DeclaredField | undefined {
    return this.fieldsOf(symbol)[0];
  }

  /** What a method of a resource requests. */
  methodAt(declaration: ts.Node | undefined): DeclaredMethod | undefined {
    if (declaration === undefined || !ts.isMethodSignature(declaration))
      return undefined;
    if (this.#moduleOf(declaration)?.[1] !== "client") return undefined;
    const name = declaration.name.getText();
    const own = pathIn(declaration);
    const request = requestedBy(own ?? pathIn(declaration.parent) ?? "");
    if (request === undefined) return undefined;
    const stream = name === "execOutput" && own === undefined;
    return {
      request: stream ? { ...request, subresource: "exec" } : request,
      verb: verbOf(name),
      patchType: patchTypeOf(name, declaration),
    };
  }

  #isRoot(folder: string): boolean {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const found = [".ts", ".d.ts"].some((ending) => {
      const exists = (name: string): boolean =>
        this.#exists(`${folder}/${name}${ending}`);
      return (
        ["kubernetes", "meta/v1/types"].every(exists) &&
        // The second in clients whose runtime has a file for each of its modules.
        ["runtime/resources", "runtime/group-version"].some(exists)
      );
    });
    this.#roots.set(folder, found);
    return found;
  }

  #moduleOf(node: ts.Node): readonly [string, string] | undefined {
    const file = node.getSourceFile().fileName;
    const [, root, directory, name] = moduleFile.exec(file) ?? [];
    return root !== undefined &&
      directory !== undefined &&
      name !== undefined &&
      this.#isRoot(root)
      ? [directory, name]
      : undefined;
  }

  #fieldAt(declaration: ts.Declaration): DeclaredField | undefined {
    if (!ts.isPropertySignature(declaration)) return undefined;
    if (this.#fields.has(declaration)) return this.#fields.get(declaration);
    const [directory, module] = this.#moduleOf(declaration) ?? [];
    const field =
      directory === undefined || module === "client"
        ? undefined
        : fieldWithin(declaration, directory);
    this.#fields.set(declaration, field);
    return field;
  }
}

/** A field by the way from the interface that it is in, through types that are written there. */
function fieldWithin(
  declaration: ts.PropertySignature,
  directory: string,
): DeclaredField | undefined {
  let parent = "";
  let node: ts.Node = declaration.parent;
  while (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) {
    if (ts.isPropertySignature(node))
      parent = joined(fieldIn("", nameOf(node)), parent);
    else if (ts.isArrayTypeNode(node)) parent = joined(itemsIn(""), parent);
    else if (ts.isIndexSignatureDeclaration(node))
      parent = joined(valuesIn(""), parent);
    else if (ts.isSourceFile(node) || ts.isMappedTypeNode(node))
      return undefined;
    node = node.parent;
  }
  const typeName = schemaNameOf(node);
  const within = placesIn(node.getSourceFile()).get(typeName);
  const schema = { directory, typeName, ...(within && { within }) };
  return { schema, parent, path: fieldIn(parent, nameOf(declaration)) };
}

const placesByFile = new WeakMap<
  ts.SourceFile,
  ReadonlyMap<string, NonNullable<DeclaredSchema["within"]>>
>();

/** The types of a file that are of a field and begin with the name of what that is in, by their names. */
function placesIn(
  file: ts.SourceFile,
): ReadonlyMap<string, NonNullable<DeclaredSchema["within"]>> {
  const known = placesByFile.get(file);
  if (known !== undefined) return known;
  const places = new Map<string, NonNullable<DeclaredSchema["within"]>>();
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const typeName = schemaNameOf(statement);
    for (const member of statement.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined)
        continue;
      for (const name of referredBy(member.type))
        if (name.startsWith(upperFirst(typeName)) && !places.has(name))
          places.set(name, { typeName, path: fieldIn("", nameOf(member)) });
    }
  }
  placesByFile.set(file, places);
  return places;
}

/** The name that a type is, or is beside `null`. */
function referredBy(type: ts.TypeNode): readonly string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(referredBy);
  return ts.isTypeReferenceNode(type) && type.typeArguments === undefined
    ? [type.typeName.getText()]
    : [];
}

function upperFirst(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function nameOf({ name }: ts.PropertySignature): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name)
    ? name.text
    : name.getText();
}

/** The name of what an interface is of, as an object of it is stored (`PersistedDeployment`) or applied (`DeploymentApply`). */
function schemaNameOf(
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
): string {
  const name = node.name.text;
  const file = node.getSourceFile();
  if (/\/apply(?:\.d)?\.[cm]?ts$/.test(file.fileName))
    return name.replace(/Apply\$*$/, "");
  if (!name.startsWith("Persisted") || !ts.isInterfaceDeclaration(node))
    return name;
  const base = node.heritageClauses?.[0]?.types[0]?.expression.getText();
  if (base === undefined) return name;
  const declared = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === base,
  );
  return declared === undefined ? base : schemaNameOf(declared);
}

/** The path that the documentation of a method or an interface has in backticks, with or without its HTTP method. */
function pathIn(node: ts.Node): string | undefined {
  const text = node.getSourceFile().text;
  const comment = text.slice(node.getFullStart(), node.getStart());
  return /`(?:[A-Z]+ )?(\/apis?\/[^`\s]+)`/.exec(comment)?.[1];
}

function patchTypeOf(
  name: string,
  { parameters }: ts.MethodSignature,
): string | undefined {
  if (name === "apply") return "apply";
  if (name !== "patch") return undefined;
  const body = parameters[1]?.type?.getText() ?? "";
  if (body.includes("JsonPatchOperation")) return "json";
  return body.startsWith("StrategicPatch") ? "strategic" : "merge";
}
