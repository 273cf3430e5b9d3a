/** Strictness flags, each with the first TypeScript that knows it where not all of ours do. */
const flags = [
  { name: "strict" },
  { name: "exactOptionalPropertyTypes" },
  { name: "noUncheckedIndexedAccess" },
  { name: "noPropertyAccessFromIndexSignature" },
  { name: "noImplicitOverride" },
  { name: "noUnusedLocals" },
  { name: "noUnusedParameters" },
  { name: "isolatedModules" },
  { name: "isolatedDeclarations", since: 5.5 },
  { name: "verbatimModuleSyntax" },
  { name: "erasableSyntaxOnly", since: 5.8 },
];

export const versions = [
  "5.4",
  "5.5",
  "5.6",
  "5.7",
  "5.8",
  "5.9",
  "6.0",
  "7.0",
];

const newest = "5.9";

const base = {
  target: "es2022",
  lib: ["es2022"],
  types: ["node"],
  module: "node16",
  moduleResolution: "node16",
  // isolatedDeclarations asks for it, and a user's library has it.
  declaration: true,
  noEmit: true,
  // What is checked is our text, not the declarations of the packages it imports.
  skipLibCheck: true,
};

/** Every flag on, as far as this TypeScript knows them, but for those named. */
function everyFlag(version, ...but) {
  const known = flags.filter(
    ({ name, since = 0 }) => since <= Number(version) && !but.includes(name),
  );
  return Object.fromEntries(known.map(({ name }) => [name, true]));
}

/**
 * What users compile the client under. A row is a TypeScript (`compiler`, an alias in package.json), the package type that the
 * program stands in, and compiler options.
 */
export const rows = [
  ...versions.flatMap((version) => [
    {
      name: `TypeScript ${version}, every flag`,
      compiler: `typescript-${version}`,
      packageType: "module",
      options: { ...base, ...everyFlag(version) },
    },
    {
      name: `TypeScript ${version}, no flag`,
      compiler: `typescript-${version}`,
      packageType: "module",
      // TypeScript 6 has it on unless told.
      options: { ...base, strict: false },
    },
    {
      name: `TypeScript ${version}, CommonJS`,
      compiler: `typescript-${version}`,
      packageType: "commonjs",
      options: { ...base, ...everyFlag(version, "verbatimModuleSyntax") },
    },
  ]),
  {
    name: `TypeScript ${newest}, as a bundler resolves`,
    compiler: `typescript-${newest}`,
    packageType: "module",
    options: {
      ...base,
      ...everyFlag(newest),
      module: "esnext",
      moduleResolution: "bundler",
    },
  },
  {
    name: `TypeScript ${newest}, undici 8`,
    compiler: `typescript-${newest}`,
    packageType: "module",
    options: {
      ...base,
      ...everyFlag(newest),
      paths: { undici: ["./node_modules/undici-8/index.d.ts"] },
    },
  },
];
