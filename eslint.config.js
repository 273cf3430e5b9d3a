import { builtinModules } from "node:module";

import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const namedExportsOnly = {
  "no-restricted-syntax": [
    "error",
    {
      selector:
        "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
      message: "export it by name: a default export is named by its importer",
    },
  ],
};

const nodePrefix = {
  "no-restricted-imports": [
    "error",
    {
      paths: builtinModules
        .filter((name) => !name.startsWith("node:"))
        .map((name) => ({ name, message: `write "node:${name}"` })),
    },
  ],
};

export default defineConfig(
  globalIgnores([
    "**/node_modules/",
    "dist/",
    "output/",
    "site/",
    "test/golden/*/input/",
    "test/golden/*/expected/",
    // Programs as users write them, which need clients that are not here.
    "test/consumers/projects/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,js,mjs}"],
    extends: [tseslint.configs.strict],
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": [
        "error",
        { max: 60, skipBlankLines: true, skipComments: true },
      ],
      "no-console": "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
      eqeqeq: "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "@typescript-eslint/no-empty-object-type": [
        "error",
        { allowInterfaces: "with-single-extends" },
      ],
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { ignoreRestSiblings: true },
      ],
      // Overloads are written out, so that each keeps its own documentation.
      "@typescript-eslint/unified-signatures": "off",
      ...nodePrefix,
      ...namedExportsOnly,
    },
  },
  {
    // The rules that need types: few, because the program behind them is what takes the time.
    files: ["**/*.ts"],
    languageOptions: {
      parserOptions: {
        // An example that is on a client of its own has a project of its own, and so has one for browsers.
        project: [
          "./tsconfig.json",
          "./examples/controller/tsconfig.json",
          "./examples/dashboard/tsconfig.json",
          "./examples/vite/tsconfig.json",
          "./test/cluster/openapi-fetch/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // A describe callback is as long as the cases in it.
    files: ["**/*.test.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // What prints is the command line and the scripts beside it.
    files: ["generator/cli.ts", "generator/cli/**/*.ts", "**/*.mjs"],
    rules: { "no-console": "off" },
  },
  {
    // These tools read a default export.
    files: [
      "*.config.{ts,js}",
      "examples/*/*.config.ts",
      "test/cluster/global-setup.ts",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
);
