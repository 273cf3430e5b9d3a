import { banner } from "../../templates/banner.js";
import { inlineText } from "../../templates/doc-comment.js";
import { declaration } from "../../templates/declaration.js";
import { constant } from "../../templates/facts.js";
import { groupClient } from "../../templates/group-client.js";
import {
  resourceInterface,
  type InterfaceView,
} from "../../templates/resource-interface.js";
import { stringLiteral } from "../../templates/literal.js";
import {
  eachReference,
  text,
  union,
  type NameOf,
  type Reference,
} from "../../templates/type-expression.js";
import {
  isAction,
  isProxy,
  streamMethodOf,
  type GroupVersion,
} from "../model/model.js";
import { apiVersionOf } from "../model/names.js";
import type { ApplyDirectory } from "./apply-directory.js";
import { clientNames, type ClientNames } from "./client-names.js";
import type { Emission, OutputFile } from "./emission.js";
import {
  factsOf,
  logBehaviour,
  proxyBehaviour,
  streamBehaviours,
  watchBehaviour,
} from "./facts.js";
import { interfacesOf, type ClientInterface } from "./interfaces.js";
import { manifestUnion } from "./manifest-union.js";
import { resolveImports } from "./module.js";
import { ownFieldsName } from "./resource-types.js";
import { sections } from "./sections.js";

/** Emits `client.ts` of each published group and version: an interface and a constant of facts for each resource. */
export function emitClients(
  emission: Emission,
  applies: ApplyDirectory,
): readonly OutputFile[] {
  return emission.model.groupVersions
    .filter(({ resources }) => resources.length > 0)
    .map((groupVersion) => clientFile(emission, applies, groupVersion));
}

function clientFile(
  emission: Emission,
  applies: ApplyDirectory,
  groupVersion: GroupVersion,
): OutputFile {
  const { directory, document, resources } = groupVersion;
  const names = clientNames(groupVersion);
  const interfaces = resources.flatMap((resource) =>
    interfacesOf(
      emission,
      applies,
      groupVersion,
      resource,
      names.accessors.get(resource) ?? "",
    ),
  );
  const manifests = manifestUnion(emission, groupVersion, names);
  const aliases = [
    ...fieldAliases(emission, groupVersion),
    ...(manifests === undefined ? [] : [manifests]),
  ];

  const types = ["ResourceFacts", "GroupVersionFacts", "Transport"].map(
    (name): Reference => ({ from: "runtime/types", name }),
  );
  for (const view of interfaces) eachInInterface(view, (to) => types.push(to));
  for (const { type } of aliases) eachReference(type, (to) => types.push(to));
  const { nameOf, imports } = resolveImports({
    path: `${directory}/client`,
    declares: declaredNames(names, [...interfaces, ...aliases]),
    types,
    values: runtimeValues(groupVersion),
  });

  return {
    path: `${directory}/client.ts`,
    text:
      banner(emission.provenance, document) +
      sections(
        imports,
        clientOf(groupVersion, names, interfaces, nameOf),
        ...interfaces.map((view) => resourceInterface(view, nameOf)),
        ...aliases.map(({ name, doc, type }) =>
          declaration({ name, doc, body: { kind: "alias", type } }, nameOf),
        ),
        ...constantsOf(groupVersion, names, nameOf),
      ),
  };
}

function clientOf(
  { group, version }: GroupVersion,
  { type, factory, resources }: ClientNames,
  interfaces: readonly ClientInterface[],
  nameOf: NameOf,
): string {
  return groupClient({
    type,
    factory,
    resources,
    apiVersion: apiVersionOf(group, version),
    accessors: interfaces.flatMap(({ accessor }) => accessor ?? []),
    runtime: {
      transport: nameOf({ from: "runtime/types", name: "Transport" }),
      groupVersionClient: nameOf({
        from: "runtime/resources",
        name: "groupVersionClient",
      }),
    },
  });
}

/** A constant of facts for each resource, and one that holds them all. */
function constantsOf(
  groupVersion: GroupVersion,
  { constants, accessors, resources: all }: ClientNames,
  nameOf: NameOf,
): readonly string[] {
  const { group, version, resources } = groupVersion;
  const own = resources.map((resource) =>
    constant(
      constants.get(resource) ?? "",
      nameOf({ from: "runtime/types", name: "ResourceFacts" }),
      `What the runtime knows of \`${inlineText(resource.plural)}\`.`,
      factsOf(groupVersion, resource, nameOf),
    ),
  );
  const together = constant(
    all,
    nameOf({ from: "runtime/types", name: "GroupVersionFacts" }),
    `What the runtime knows of \`${apiVersionOf(group, version)}\`.`,
    {
      properties: resources.map((resource) => [
        accessors.get(resource) ?? "",
        { name: constants.get(resource) ?? "" },
      ]),
    },
  );
  return [...own, together];
}

function eachInInterface(
  { methods, members }: InterfaceView,
  visit: (reference: Reference) => void,
): void {
  for (const { parameters, returns } of methods) {
    eachReference(returns, visit);
    for (const { type } of parameters) eachReference(type, visit);
  }
  for (const { type } of members) eachReference(type, visit);
}

function declaredNames(
  { type, factory, resources, constants }: ClientNames,
  views: readonly { readonly name: string }[],
): readonly string[] {
  return [
    "AsyncIterable",
    "Promise",
    type,
    factory,
    resources,
    ...constants.values(),
    ...views.map(({ name }) => name),
  ];
}

/** What the module uses at run time: behaviours by reference, so that a program which does not watch need not carry it. */
function runtimeValues({
  group,
  resources,
}: GroupVersion): readonly Reference[] {
  const values: Reference[] = [
    { from: "runtime/resources", name: "groupVersionClient" },
  ];
  if (resources.some(({ verbs }) => verbs.includes("watch"))) {
    values.push(watchBehaviour);
  }
  if (resources.some((r) => r.subresources.some((s) => s.text))) {
    values.push(logBehaviour);
  }
  if (resources.some((r) => r.subresources.some(isProxy))) {
    values.push(proxyBehaviour);
  }
  if (
    resources.some(({ plural, subresources }) =>
      subresources.some((s) => isAction({ group, plural }, s)),
    )
  ) {
    values.push({ from: "runtime/pod-streams", name: "sendAction" });
  }
  for (const { plural, subresources } of resources) {
    for (const subresource of subresources) {
      const stream = streamMethodOf({ group, plural }, subresource);
      if (stream !== undefined) values.push(streamBehaviours[stream]);
    }
  }
  return values;
}

function fieldAliases(emission: Emission, groupVersion: GroupVersion) {
  return groupVersion.resources.flatMap((resource) => {
    const name = ownFieldsName(emission, groupVersion, resource);
    return name === undefined
      ? []
      : [
          {
            name,
            doc: `What a field selector of \`${inlineText(resource.plural)}\` may name.`,
            type: union(
              resource.selectableFields.map((f) => text(stringLiteral(f))),
            ),
          },
        ];
  });
}
