import { banner } from "../../templates/banner.js";
import { declaration } from "../../templates/declaration.js";
import { safeText } from "../../templates/doc-comment.js";
import {
  bunEntry,
  denoEntry,
  fetchEntry,
  indexEntry,
} from "../../templates/entries.js";
import { indexFile } from "../../templates/index-file.js";
import { manifestReader } from "../../templates/manifests-file.js";
import { readme } from "../../templates/readme.js";
import { rootClient } from "../../templates/root-client.js";
import { rootExports } from "../../templates/root-exports.js";
import {
  text,
  union,
  type Reference,
} from "../../templates/type-expression.js";
import {
  hasMethod,
  type GroupVersion,
  type OperationAccount,
} from "../model/model.js";
import { isPropertyName } from "../model/names.js";
import { clientNames } from "./client-names.js";
import type { Emission, OutputFile } from "./emission.js";
import type { RootGroup } from "./groups.js";
import { manifestUnion } from "./manifest-union.js";
import { resolveImports } from "./module.js";
import { persistedTypes } from "./persisted.js";

const runtime = (file: string, ...names: readonly string[]): Reference[] =>
  names.map((name) => ({ from: `runtime/${file}`, name }));

/** Emits the index of each folder that has modules. */
export function emitGroupIndexes(
  { provenance, model }: Emission,
  files: readonly OutputFile[],
): readonly OutputFile[] {
  const paths = new Set(files.map(({ path }) => path));
  return model.groupVersions.flatMap(({ directory, document }) => {
    const modules = indexed
      .filter(({ name }) => paths.has(`${directory}/${name}.ts`))
      .map(({ name, typeOnly }) => ({ from: `./${name}.js`, typeOnly }));
    return modules.length === 0
      ? []
      : [
          {
            path: `${directory}/index.ts`,
            text: `${banner(provenance, document)}${indexFile({ modules })}`,
          },
        ];
  });
}

const indexed = [
  { name: "types", typeOnly: true },
  { name: "apply", typeOnly: true },
  { name: "paths", typeOnly: false },
  { name: "client", typeOnly: false },
];

/** Emits `kubernetes.ts`: the root client, on any transport. */
export function emitRoot(
  emission: Emission,
  groups: readonly RootGroup[],
): OutputFile {
  const named = groups.flatMap((group) =>
    group.versions.map((version) => ({ version, names: clientNames(version) })),
  );
  const { nameOf, imports } = resolveImports({
    path: "kubernetes",
    declares: [
      "Kubernetes",
      "kubernetes",
      "groups",
      ...groups.map(({ type }) => type),
    ],
    types: [
      ...runtime("root", "RootClient", "RootGroups"),
      ...runtime("types", "Transport"),
      ...named.map(({ version, names }) => client(version, names.type)),
    ],
    values: [
      ...runtime("root", "rootClient"),
      ...named.map(({ version, names }) => client(version, names.resources)),
    ],
  });
  const body = rootClient({
    source: sourceName(emission),
    groups: groups.map(({ group, names, type, versions }) => ({
      group,
      names,
      type,
      versions: versions.map((version) => {
        const made = clientNames(version);
        return {
          version: version.version,
          type: nameOf(client(version, made.type)),
          resources: nameOf(client(version, made.resources)),
        };
      }),
    })),
  });
  return {
    path: "kubernetes.ts",
    text: `${banner(emission.provenance)}${imports}\n${rootExports}\n${body}`,
  };
}

/** Emits the ways in: `index.ts`, the same for Bun alone and for Deno alone, and `fetch.ts` for everywhere else. */
export function emitEntries({ provenance }: Emission): readonly OutputFile[] {
  const head = banner(provenance);
  return [
    { path: "index.ts", text: head + indexEntry },
    { path: "bun.ts", text: head + bunEntry },
    { path: "deno.ts", text: head + denoEntry },
    { path: "fetch.ts", text: head + fetchEntry },
  ];
}

/** Emits `manifests.ts`, apart from the root so that the root does not load yaml. */
export function emitManifests(
  emission: Emission,
  groups: readonly RootGroup[],
): OutputFile {
  const unions = groups.flatMap(({ versions }) =>
    versions.flatMap((version) => {
      const made = manifestUnion(emission, version, clientNames(version));
      return made === undefined ? [] : [client(version, made.name)];
    }),
  );
  const reader = { from: "runtime/manifests", name: "parseManifests" };
  const { nameOf, imports } = resolveImports({
    path: "manifests",
    declares: ["KnownObject", "parseManifests"],
    types: unions,
    values: [reader],
  });
  const known = declaration(
    {
      name: "KnownObject",
      doc: "An object of any kind that this client was generated for, told apart by `apiVersion` and `kind`.",
      body: {
        kind: "alias",
        type:
          unions.length === 0
            ? text("never")
            : union(unions.map((to) => ({ kind: "reference", to }))),
      },
    },
    nameOf,
  );
  return {
    path: "manifests.ts",
    text: `${banner(emission.provenance)}${imports}\n${known}\n${manifestReader(nameOf(reader))}`,
  };
}

/** Emits `streams.ts`: what streams need beside the methods of pods, apart from the root since it is for Node.js. */
export function emitStreams(emission: Emission): OutputFile {
  const exported = `export * from "./runtime/node-streams.js";
export * from "./runtime/pod-logs.js";
export * from "./runtime/port-listener.js";
export * from "./runtime/web-streams.js";
`;
  return {
    path: "streams.ts",
    text: `${banner(emission.provenance)}${exported}`,
  };
}

/** Emits `README.md`: what is there, and how it is called. */
export function emitReadme(
  emission: Emission,
  groups: readonly RootGroup[],
): OutputFile {
  return {
    path: "README.md",
    text: readme({
      toolVersion: emission.provenance.toolVersion,
      source: sourceName(emission),
      example: exampleOf(emission, groups),
      operations: countOperations(emission.model.operations),
      groupVersions: groups.flatMap((group) =>
        group.versions.map((version) => ({
          directory: version.directory,
          accessor: accessorOf(group, version),
          resources: [...clientNames(version).accessors.values()],
        })),
      ),
    }),
  };
}

/** What became of the published operations, by how many. */
export function countOperations(
  operations: readonly OperationAccount[],
): Parameters<typeof readme>[0]["operations"] {
  const count = (is: (account: OperationAccount) => boolean): number =>
    operations.filter(is).length;
  const isOmitted = (account: OperationAccount, deprecated: boolean): boolean =>
    account.outcome.kind === "omitted" &&
    (account.outcome.reason === "deprecated-watch-path") === deprecated;
  return {
    methods: count(hasMethod),
    pathsOnly: count((a) => a.outcome.kind === "resource" && !hasMethod(a)),
    server: count(({ outcome }) => outcome.kind === "server"),
    deprecatedWatch: count((account) => isOmitted(account, true)),
    unknown: count((account) => isOmitted(account, false)),
  };
}

function exampleOf(
  emission: Emission,
  groups: readonly RootGroup[],
): string | undefined {
  // The core group is what everyone knows.
  const known = [...groups].sort(
    (a, b) => Number(a.group !== "") - Number(b.group !== ""),
  );
  for (const group of known) {
    for (const version of group.versions) {
      for (const accessor of exampleAccessors(emission, version)) {
        const call = `${accessorOf(group, version)}.${accessor}()`;
        if (call.length <= 35) return call;
      }
    }
  }
  return undefined;
}

/** The resources of a group and version that an example can list. */
export function exampleAccessors(
  emission: Emission,
  version: GroupVersion,
): readonly string[] {
  return [...clientNames(version).accessors]
    .filter(
      ([resource, accessor]) =>
        resource.verbsEverywhere.includes("list") &&
        isPropertyName(accessor) &&
        persistedTypes(emission, version, resource)?.list !== undefined,
    )
    .map(([, accessor]) => accessor);
}

function accessorOf({ names }: RootGroup, version: GroupVersion): string {
  const [name] = names;
  return name === undefined
    ? `${clientNames(version).factory}(k8s.transport)`
    : `k8s${access(name)}${access(version.version)}`;
}

function access(name: string): string {
  return isPropertyName(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function client({ directory }: GroupVersion, name: string): Reference {
  return { from: `${directory}/client`, name };
}

function sourceName({ provenance: { serverVersion } }: Emission): string {
  return serverVersion === undefined
    ? "the server"
    : `Kubernetes ${safeText(serverVersion).replace(/\s+/g, " ")}`;
}
