import { join } from "node:path";
import {
  Project,
  SyntaxKind,
  type InterfaceDeclaration,
  type ObjectLiteralExpression,
  type SourceFile,
} from "ts-morph";
import { expect, test } from "vitest";
import { root } from "./source-imports.js";

const methodsOfVerb: { readonly [verb: string]: readonly string[] } = {
  create: ["create"],
  delete: ["delete"],
  deletecollection: ["deleteCollection"],
  get: ["get"],
  list: ["list", "listAll"],
  patch: ["apply", "patch"],
  update: ["update"],
  watch: ["watch"],
};

/** Read as syntax alone, apart from all that emitted it. */
const project = new Project({ skipFileDependencyResolution: true });
const clients = project.addSourceFilesAtPaths(
  join(root, "output/*/*/client.ts"),
);

test("there is a client for each published group and version", () => {
  expect(clients).toHaveLength(23);
});

test.each(
  clients.map(
    (file) =>
      [file.getDirectory().getPath().split("/output/")[1], file] as const,
  ),
)("%s: interfaces have the verbs of the facts, and no others", (_, file) => {
  const resources = factsOf(file);
  expect(resources.length).toBeGreaterThan(0);
  for (const facts of resources) {
    const { kind, verbs, plainSubresources, hasLog, hasProxy } = facts;
    const { streamMethods } = facts;
    const resource = file.getInterfaceOrThrow(`${kind}Resource`);
    const methods = verbs.flatMap((verb) => methodsOfVerb[verb] ?? []);
    expect([kind, ...methodNames(resource)]).toEqual([
      kind,
      ...[
        ...methods,
        ...(hasLog ? ["logs"] : []),
        ...(hasProxy ? ["proxy"] : []),
        ...streamMethods,
      ].sort(),
    ]);
    expect(resource.getProperties().map((p) => p.getName())).toEqual(
      plainSubresources,
    );
  }
});

interface Facts {
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly plainSubresources: readonly string[];
  readonly hasLog: boolean;
  readonly hasProxy: boolean;
  readonly streamMethods: readonly string[];
}

function factsOf(file: SourceFile): readonly Facts[] {
  return file
    .getVariableDeclarations()
    .filter((v) => v.getTypeNode()?.getText() === "ResourceFacts")
    .map((v) => {
      const facts = v.getInitializerIfKindOrThrow(
        SyntaxKind.ObjectLiteralExpression,
      );
      const subresources = valueOf(facts, "subresources")
        ?.asKindOrThrow(SyntaxKind.ObjectLiteralExpression)
        .getProperties()
        .map((p) => p.asKindOrThrow(SyntaxKind.PropertyAssignment));
      return {
        kind: stringsOf(facts, "kind")[0] ?? "",
        verbs: stringsOf(facts, "verbs"),
        plainSubresources: (subresources ?? [])
          .filter((p) => {
            const own = p.getInitializerIfKindOrThrow(
              SyntaxKind.ObjectLiteralExpression,
            );
            return !stringsOf(own, "verbs").includes("connect");
          })
          .map((p) => p.getName())
          .filter((name) => name !== "log"),
        hasLog: valueOf(facts, "logs") !== undefined,
        hasProxy: valueOf(facts, "proxy") !== undefined,
        streamMethods: ["attach", "exec", "portForward"]
          .filter((name) => valueOf(facts, name) !== undefined)
          .flatMap((name) => (name === "exec" ? [name, "execOutput"] : [name])),
      };
    });
}

function valueOf(object: ObjectLiteralExpression, name: string) {
  return object
    .getProperty(name)
    ?.asKindOrThrow(SyntaxKind.PropertyAssignment)
    .getInitializerOrThrow();
}

function stringsOf(
  object: ObjectLiteralExpression,
  name: string,
): readonly string[] {
  const value = valueOf(object, name);
  const literals = value?.isKind(SyntaxKind.StringLiteral)
    ? [value]
    : (value?.getDescendantsOfKind(SyntaxKind.StringLiteral) ?? []);
  return literals.map((literal) => literal.getLiteralText());
}

function methodNames(declared: InterfaceDeclaration): readonly string[] {
  return [...new Set(declared.getMethods().map((m) => m.getName()))].sort();
}
