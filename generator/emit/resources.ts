import { banner } from "../../templates/banner.js";
import { inlineText } from "../../templates/doc-comment.js";
import { resourceConstant } from "../../templates/resource-constant.js";
import type { Reference } from "../../templates/type-expression.js";
import type { GroupVersion, Resource } from "../model/model.js";
import { clientNames } from "./client-names.js";
import type { Emission, OutputFile } from "./emission.js";
import { resolveImports } from "./module.js";
import { resourceName } from "./resource-types.js";
import { sections } from "./sections.js";

/**
 * Emits `resources.ts` of each published group and version: which resources there are, without what can be done with them. It
 * stands beside `client.ts` and not in it, whose constants lead to each behaviour that a resource has.
 */
export function emitResources(emission: Emission): readonly OutputFile[] {
  return emission.model.groupVersions
    .filter(({ resources }) => resources.length > 0)
    .map((groupVersion) => resourcesFile(emission, groupVersion));
}

function resourcesFile(
  emission: Emission,
  groupVersion: GroupVersion,
): OutputFile {
  const { directory, document, resources } = groupVersion;
  const { constants } = clientNames(groupVersion);
  const interfaces = new Map(
    resources.map((resource) => [
      resource,
      interfacesOf(emission, groupVersion, resource),
    ]),
  );
  const { nameOf, imports } = resolveImports({
    path: `${directory}/resources`,
    declares: constants.values(),
    types: [...resources.map(scopeType), ...[...interfaces.values()].flat()],
    values: [],
  });
  return {
    path: `${directory}/resources.ts`,
    text:
      banner(emission.provenance, document) +
      sections(
        imports,
        ...resources.map((resource) =>
          resourceConstant({
            name: constants.get(resource) ?? "",
            doc: `${inlineText(resource.kind)} objects, for \`resourceWith\`: with the verbs that a program names, and no others.`,
            type: nameOf(scopeType(resource)),
            interfaces: (interfaces.get(resource) ?? []).map(nameOf),
            identity: {
              properties: [
                ["group", groupVersion.group],
                ["version", groupVersion.version],
                ["plural", resource.plural],
                ["kind", resource.kind],
                ["namespaced", resource.namespaced],
              ],
            },
          }),
        ),
      ),
  };
}

function scopeType({ namespaced }: Resource): Reference {
  const name = namespaced ? "NamespacedResource" : "ClusterResource";
  return { from: "runtime/verbs", name };
}

function interfacesOf(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
): readonly Reference[] {
  const hasAll = resource.namespaced && resource.verbsEverywhere.length > 0;
  const endings = ["Resource", ...(hasAll ? ["ResourceEverywhere"] : [])];
  return endings.map((ending) => ({
    from: `${groupVersion.directory}/client`,
    name: resourceName(emission, groupVersion, resource, ending),
  }));
}
