import { banner } from "../../templates/banner.js";
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
  type Reference,
} from "../../templates/type-expression.js";
import type { GroupVersion } from "../model/model.js";
import { apiVersionOf } from "../model/names.js";
import type { ApplyDirectory } from "./apply-directory.js";
import { clientNames, type ClientNames } from "./client-names.js";
import type { Emission, OutputFile } from "./emission.js";
import { factsOf } from "./facts.js";
import { interfacesOf } from "./interfaces.js";
import { manifestUnion } from "./manifest-union.js";
import { resolveImports } from "./module.js";
import { ownFieldsName } from "./resource-types.js";

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
    interfacesOf(emission, applies, groupVersion, resource),
  );
  const fields = fieldAliases(emission, groupVersion);
  const manifests = manifestUnion(emission, groupVersion, names);

  const types: Reference[] = [
    "ResourceFacts",
    "GroupVersionFacts",
    "Transport",
  ].map((name) => ({ from: "runtime/types", name }));
  for (const view of interfaces) eachInInterface(view, (to) => types.push(to));
  if (manifests !== undefined) {
    eachReference(manifests.type, (to) => types.push(to));
  }
  const { nameOf, imports } = resolveImports({
    path: `${directory}/client`,
    declares: declaredNames(names, interfaces, fields, manifests?.name),
    types,
    values: runtimeValues(groupVersion),
  });

  return {
    path: `${directory}/client.ts`,
    text: [
      banner(emission.provenance, document) + imports,
      groupClient({
        type: names.type,
        factory: names.factory,
        resources: names.resources,
        apiVersion: apiVersionOf(groupVersion.group, groupVersion.version),
        accessors: interfaces.flatMap(({ accessor }) => accessor ?? []),
        runtime: {
          transport: nameOf({ from: "runtime/types", name: "Transport" }),
          groupVersionClient: nameOf({
            from: "runtime/group-version",
            name: "groupVersionClient",
          }),
        },
      }),
      ...interfaces.map((view) => resourceInterface(view, nameOf)),
      ...fields.map((view) =>
        declaration(
          { ...view, body: { kind: "alias", type: view.type } },
          nameOf,
        ),
      ),
      ...(manifests === undefined
        ? []
        : [
            declaration(
              { ...manifests, body: { kind: "alias", type: manifests.type } },
              nameOf,
            ),
          ]),
      ...resources.map((resource) =>
        constant(
          names.constants.get(resource) ?? "",
          nameOf({ from: "runtime/types", name: "ResourceFacts" }),
          `What the runtime knows of \`${resource.plural}\`.`,
          factsOf(groupVersion, resource),
          true,
        ),
      ),
      constant(
        names.resources,
        nameOf({ from: "runtime/types", name: "GroupVersionFacts" }),
        `What the runtime knows of \`${apiVersionOf(groupVersion.group, groupVersion.version)}\`.`,
        {
          properties: resources.map((resource) => [
            names.accessors.get(resource) ?? "",
            { name: names.constants.get(resource) ?? "" },
          ]),
        },
        true,
      ),
    ].join("\n"),
  };
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
  names: ClientNames,
  interfaces: readonly InterfaceView[],
  fields: readonly { readonly name: string }[],
  manifests: string | undefined,
): readonly string[] {
  return [
    "AsyncIterable",
    "Promise",
    names.type,
    names.factory,
    names.resources,
    ...names.constants.values(),
    ...interfaces.map(({ name }) => name),
    ...fields.map(({ name }) => name),
    ...(manifests === undefined ? [] : [manifests]),
  ];
}

/** What the module uses at run time: behaviours by reference, so that a program which does not watch need not carry it. */
function runtimeValues({ resources }: GroupVersion): readonly Reference[] {
  const values: Reference[] = [
    { from: "runtime/group-version", name: "groupVersionClient" },
  ];
  if (resources.some(({ verbs }) => verbs.includes("watch"))) {
    values.push({ from: "runtime/watch", name: "watchResource" });
  }
  if (resources.some((r) => r.subresources.some((s) => s.text))) {
    values.push({ from: "runtime/logs", name: "readLogs" });
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
            doc: `What a field selector of \`${resource.plural}\` may name.`,
            type: union(
              resource.selectableFields.map((f) => text(stringLiteral(f))),
            ),
          },
        ];
  });
}
