import { inlineText } from "../../templates/doc-comment.js";
import { banner } from "../../templates/banner.js";
import {
  pathFunction,
  type PathFunctionView,
} from "../../templates/path-function.js";
import type { Reference } from "../../templates/type-expression.js";
import type { GroupVersion, Resource, Subresource } from "../model/model.js";
import {
  camelCase,
  groupBy,
  identifier,
  lowerFirstRun,
  Names,
  upperFirst,
} from "../model/names.js";
import { clientNames, type ClientNames } from "./client-names.js";
import { collectionPath, type Emission, type OutputFile } from "./emission.js";
import { resolveImports } from "./module.js";
import { sections } from "./sections.js";

/** Emits `paths.ts` of each published group and version: a function for each path that it serves. */
export function emitPaths(emission: Emission): readonly OutputFile[] {
  return emission.model.groupVersions
    .filter(({ resources }) => resources.length > 0)
    .map((groupVersion) => pathsFile(emission, groupVersion));
}

/** The functions of a group and version, by the names that they have in the output. */
export function pathFunctions(
  groupVersion: GroupVersion,
): readonly PathFunctionView[] {
  const names = pathNames(groupVersion.resources);
  return withOwnNames(
    groupVersion.resources.flatMap((resource) =>
      resourcePaths(groupVersion, resource, names.get(resource) ?? ""),
    ),
    clientNames(groupVersion),
  );
}

function pathsFile(emission: Emission, groupVersion: GroupVersion): OutputFile {
  const views = pathFunctions(groupVersion);
  const path = `${groupVersion.directory}/paths`;
  const { imports } = resolveImports({
    path,
    declares: views.map(({ name }) => name),
    types: [],
    values: runtimeUses(views),
  });
  return {
    path: `${path}.ts`,
    text:
      banner(emission.provenance, groupVersion.document) +
      sections(imports, ...views.map(pathFunction)),
  };
}

/** What each resource's functions begin with: its kind, or its plural where two resources are of one kind. */
function pathNames(
  resources: readonly Resource[],
): ReadonlyMap<Resource, string> {
  const names = new Map<Resource, string>();
  for (const [name, sharing] of groupBy(resources, ({ kind }) =>
    camelCase(lowerFirstRun(kind)),
  )) {
    for (const resource of sharing) {
      names.set(
        resource,
        sharing.length > 1 ? camelCase(resource.plural) : name,
      );
    }
  }
  return names;
}

/**
 * Where two functions would have one name (`status` of `Backup`, and `BackupStatus`), that with fewer holes and segments,
 * which is the resource's own, keeps it. What the client declares is taken: the index gives both.
 */
function withOwnNames(
  views: readonly PathFunctionView[],
  { constants, factory, resources }: ClientNames,
): readonly PathFunctionView[] {
  const free = new Names([factory, resources, ...constants.values()]);
  const names = new Map<PathFunctionView, string>();
  for (const view of [...views].sort(byDepth)) {
    names.set(view, free.claim(view.name));
  }
  return views.map((view) => ({ ...view, name: names.get(view) ?? view.name }));
}

function byDepth(a: PathFunctionView, b: PathFunctionView): number {
  const templateOf = ({ forms }: PathFunctionView): string =>
    forms.at(-1)?.template ?? "";
  const [x, y] = [templateOf(a), templateOf(b)];
  return (
    x.split("/").length - y.split("/").length || (x < y ? -1 : x > y ? 1 : 0)
  );
}

function resourcePaths(
  groupVersion: GroupVersion,
  resource: Resource,
  name: string,
): readonly PathFunctionView[] {
  const { namespaced, verbs, verbsEverywhere, subresources, kind } = resource;
  const collection = collectionPath(groupVersion, resource, false);
  const everywhere = collectionPath(groupVersion, resource, true);
  const scope = namespaced ? ["namespace"] : [];
  const object = {
    parameters: [...scope, "name"],
    template: `${collection}/{name}`,
  };
  const views: PathFunctionView[] = [];
  if (verbs.some((verb) => objectVerbs.has(verb))) {
    views.push({
      name: identifier(`${name}Path`),
      doc: `The path of one ${inlineText(kind)}.`,
      forms: [object],
    });
  }
  if (verbs.some((verb) => !objectVerbs.has(verb))) {
    const one = { parameters: scope, template: collection };
    const all = { parameters: [], template: everywhere };
    views.push({
      name: identifier(`${name}ListPath`),
      doc: `The path of a collection of ${inlineText(kind)} objects${namespaced && verbsEverywhere.length > 0 ? "; without a namespace, of all namespaces'" : ""}.`,
      forms: namespaced && verbsEverywhere.length > 0 ? [all, one] : [one],
    });
  }
  return [
    ...views,
    ...subresources.map((subresource) =>
      subresourcePath(name, kind, object, subresource),
    ),
  ];
}

/** What is done to an object by its name, and not to a collection. */
const objectVerbs: ReadonlySet<string> = new Set([
  "connect",
  "delete",
  "get",
  "patch",
  "update",
]);

function subresourcePath(
  name: string,
  kind: string,
  object: { readonly parameters: readonly string[]; readonly template: string },
  { name: subresource, takesPath }: Subresource,
): PathFunctionView {
  const { parameters } = object;
  const template = `${object.template}/${subresource}`;
  const plain = { parameters, template };
  return {
    name: identifier(`${name}${upperFirst(camelCase(subresource))}Path`),
    doc: `The path of \`${inlineText(subresource)}\` of one ${inlineText(kind)}${takesPath ? ", or of what is behind it" : ""}.`,
    forms: takesPath
      ? [
          plain,
          {
            parameters: [...parameters, "path"],
            template: `${template}/{path}`,
          },
        ]
      : [plain],
  };
}

function runtimeUses(views: readonly PathFunctionView[]): readonly Reference[] {
  const holes = views.flatMap(({ forms }) =>
    forms.flatMap((f) => f.parameters),
  );
  return [
    ...(holes.includes("path") ? ["pathTail"] : []),
    ...(holes.some((hole) => hole !== "path") ? ["pathSegment"] : []),
  ].map((name) => ({ from: "runtime/types", name }));
}
