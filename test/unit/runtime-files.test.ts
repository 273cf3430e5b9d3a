import { isBuiltin } from "node:module";
import { basename } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { emitRuntime } from "../../generator/emit/runtime.js";
import {
  runtimeFileOf,
  runtimeFiles,
} from "../../generator/emit/runtime-files.js";
import { mergeRuntimeModules } from "../../generator/emit/runtime-merge.js";
import { readRuntimeModule } from "../../generator/emit/runtime-module.js";
import { rootExports } from "../../templates/root-exports.js";
import { nodeFiles } from "./node-files.js";
import { filesUnder, importsOf, parseSource } from "./source-imports.js";

const modules = filesUnder(["templates/runtime"], (file) =>
  file.endsWith(".ts"),
).map((file) => basename(file, ".ts"));
const listed = [...runtimeFiles.values()].flat();
const emitted = emitRuntime({ toolVersion: "0.1.0", serverVersion: undefined });

describe("the files of the runtime", () => {
  test("have each module once, and name none that there is not", () => {
    expect(listed.filter((name) => !modules.includes(name))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
    expect([...runtimeFiles.keys()].filter((name) => !modules.includes(name)))
      // Named by what it holds: no module of its own.
      .toEqual(["requests", "resources", "pod-streams"]);
  });

  test("lose nothing that a module exports", () => {
    const text = emitted.map((file) => file.text).join("");
    const missing = filesUnder(["templates/runtime"], (file) =>
      file.endsWith(".ts"),
    )
      .flatMap((file) => exportedNames(file))
      .filter(
        (line) => !new RegExp(`${line.replace("*", "\\*")}\\b`).test(text),
      );
    expect(missing).toEqual([]);
  });

  test("export from the root all that modules have which are for everyone", () => {
    const open = [
      ...["choices", "conflict", "errors", "event-recorder"],
      ...["leader-election", "options", "ownership", "patches", "states"],
      ...["stream-options", "transport", "types", "views", "wait"],
      "work-queue",
    ];
    const missing = open.flatMap((module) =>
      exportedNames(`templates/runtime/${module}.ts`)
        .map((line) => line.split(" ").at(-1) ?? "")
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(rootExports)),
    );
    expect(missing).toEqual([]);
  });

  test("declare no name twice, and take none from elsewhere that they declare", () => {
    const problems = [...runtimeFiles].flatMap(([file, own]) => {
      const homes = new Map<string, string>();
      return own.flatMap((module) =>
        namesOf(module, file).flatMap(([name, home]) => {
          const known = homes.get(name) ?? home;
          homes.set(name, known);
          return known === home
            ? []
            : [`${file}: ${name} of ${known}, ${home}`];
        }),
      );
    });
    expect(problems).toEqual([]);
  });

  const imports = new Map(
    filesUnder(["output/runtime"], (file) => file.endsWith(".ts")).map(
      (file) => [
        file,
        importsOf(file)
          .filter((one) => one.static && !one.typeOnly)
          .map(({ target }) => target),
      ],
    ),
  );
  const loadedWith = (file: string): readonly string[] => {
    const loaded = new Set<string>();
    const visit = (from: string): void => {
      for (const target of imports.get(from) ?? []) {
        if (loaded.has(target)) continue;
        loaded.add(target);
        visit(target);
      }
    };
    visit(file);
    return [...loaded];
  };

  test("load none that loads them", () => {
    expect(imports.size).toBe(emitted.length);
    expect(
      [...imports.keys()].filter((file) => loadedWith(file).includes(file)),
    ).toEqual([]);
  });

  test("load Node's modules and packages only where a module of theirs is for Node", () => {
    const forNode = new Set(nodeFiles.map((file) => basename(file, ".ts")));
    const loading = [...imports.keys()].filter((file) =>
      loadedWith(file).some(
        (target) =>
          isBuiltin(target) || ["undici", "ws", "yaml"].includes(target),
      ),
    );
    const unasked = loading.filter((file) => {
      const name = basename(file, ".ts");
      return !(runtimeFiles.get(name) ?? [name]).some((one) =>
        forNode.has(one),
      );
    });
    // It reads YAML, and nothing loads it but who reads manifests.
    expect(unasked).toEqual(["output/runtime/manifests.ts"]);
    for (const [file, own] of runtimeFiles)
      expect([file, own.filter((name) => !forNode.has(name))]).toEqual([
        file,
        own.some((name) => forNode.has(name)) ? (withNode[file] ?? []) : own,
      ]);
  });
});

/** What is for any platform, and in a file with what is for Node: nothing of a browser's loads it. */
const withNode: { readonly [file: string]: readonly string[] } = {
  "exec-credentials": ["exec-failure", "exec-plugin", "exec-text"],
  "web-socket": ["ws-connection", "ws-package"],
};

describe("to make one file of modules", () => {
  const merged = (
    ...parts: readonly (readonly [name: string, text: string])[]
  ): string =>
    mergeRuntimeModules(
      "types",
      parts.map(([name, text]) => readRuntimeModule(name, text)),
    );

  test("puts a module after what its values are from, and imports once", () => {
    expect(
      merged(
        [
          "errors",
          `import { Base } from "./status.js";\nimport { get, type Got } from "./list.js";\n\nexport class Later extends Base {}\n`,
        ],
        [
          "status",
          `import { isIP } from "node:net";\nimport type { get } from "./request.js";\n\nexport class Base {}\n`,
        ],
      ),
    ).toBe(
      `import { isIP } from "node:net";\nimport { type Got, get } from "./requests.js";\n\nexport class Base {}\n\nexport class Later extends Base {}\n`,
    );
  });

  test("loads what is loaded later from the file that it is in", () => {
    expect(
      merged([
        "errors",
        `export const later = () => import("./kubeconfig-yaml.js");\n`,
      ]),
    ).toBe(`export const later = () => import("./kubeconfig.js");\n`);
  });

  test("refuses a name that is renamed within a file", () => {
    expect(() =>
      merged(
        ["errors", `import { a as b } from "./status.js";\n\nb();\n`],
        ["status", `export function a() {}\n`],
      ),
    ).toThrow(
      'templates/runtime/errors.ts takes "a as b" from status.ts, which is in the same file of a client: call it by its name',
    );
  });
});

/** What a module may call by its name, and where that is from: itself, or what is not in the same file. */
function namesOf(
  module: string,
  file: string,
): readonly (readonly [name: string, home: string])[] {
  const path = `templates/runtime/${module}.ts`;
  const found: (readonly [name: string, home: string])[] = [];
  for (const statement of parseSource(path).statements) {
    if (ts.isImportDeclaration(statement)) {
      const { text } = statement.moduleSpecifier as ts.StringLiteral;
      const from = /^\.\/(.*)\.js$/.exec(text)?.[1] ?? text;
      const bindings = statement.importClause?.namedBindings;
      if (runtimeFileOf(from) === file || bindings === undefined) continue;
      if (!ts.isNamedImports(bindings))
        throw new Error(`${path}: * is not read`);
      for (const { name } of bindings.elements) found.push([name.text, from]);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        found.push([name.getText(), module]);
    } else {
      const name = ts.getNameOfDeclaration(
        statement as ts.DeclarationStatement,
      );
      if (name !== undefined) found.push([name.getText(), module]);
    }
  }
  return found;
}

function exportedNames(file: string): readonly string[] {
  return (
    ts.sys
      .readFile(file)
      ?.match(
        /^export (?:async |abstract )?(?:function\*?|class|const|interface|type) \w+/gm,
      ) ?? []
  );
}
