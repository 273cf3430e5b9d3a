import type { Property, Value } from "../../templates/facts.js";
import type { NameOf, Reference } from "../../templates/type-expression.js";
import {
  isAction,
  isProxy,
  streamMethodOf,
  type GroupVersion,
  type Resource,
  type StreamMethod,
  type Subresource,
} from "../model/model.js";

/** What of the runtime watches. */
export const watchBehaviour: Reference = {
  from: "runtime/requests",
  name: "watchResource",
};

/** What of the runtime reads logs. */
export const logBehaviour: Reference = {
  from: "runtime/pod-streams",
  name: "readLogs",
};

/** What of the runtime asks the program behind an object. */
export const proxyBehaviour: Reference = {
  from: "runtime/pod-streams",
  name: "askThroughProxy",
};

/** What of the runtime speaks the protocol of a stream. */
export const streamBehaviours: {
  readonly [method in StreamMethod]: Reference;
} = {
  attach: { from: "runtime/pod-streams", name: "attachToContainer" },
  exec: { from: "runtime/pod-streams", name: "execInContainer" },
  portForward: { from: "runtime/pod-streams", name: "forwardPorts" },
};

/** The constant that the runtime's one client of all resources works from. */
export function factsOf(
  { group, version }: GroupVersion,
  resource: Resource,
  nameOf: NameOf,
): Value {
  const behaviour = (reference: Reference): Value => ({
    name: nameOf(reference),
  });
  const { plural, kind, namespaced, verbs, patchTypes } = resource;
  const { selectableFields, subresources } = resource;
  const properties: Property[] = [
    ["group", group],
    ["version", version],
    ["plural", plural],
    ["kind", kind],
    ["namespaced", namespaced],
    ["verbs", verbs],
  ];
  if (patchTypes.length > 0) properties.push(["patchTypes", patchTypes]);
  properties.push(["selectableFields", selectableFields]);
  if (subresources.length > 0) {
    properties.push([
      "subresources",
      {
        properties: subresources.map((s): Property => [
          s.name,
          subresourceFacts(s, isAction({ group, plural }, s)),
        ]),
      },
    ]);
  }
  if (verbs.includes("watch")) {
    properties.push(["watch", behaviour(watchBehaviour)]);
  }
  if (subresources.some(({ text }) => text)) {
    properties.push(["logs", behaviour(logBehaviour)]);
  }
  if (subresources.some(isProxy)) {
    properties.push(["proxy", behaviour(proxyBehaviour)]);
  }
  if (subresources.some((s) => isAction({ group, plural }, s))) {
    properties.push(["action", { name: "sendAction" }]);
  }
  for (const subresource of subresources) {
    const stream = streamMethodOf({ group, plural }, subresource);
    if (stream !== undefined)
      properties.push([stream, behaviour(streamBehaviours[stream])]);
  }
  return { properties };
}

function subresourceFacts(
  {
    groupVersionKind: { group, version, kind },
    verbs,
    methods,
    patchTypes,
  }: Subresource,
  hasMethods: boolean,
): Value {
  const properties: Property[] = [
    ["group", group],
    ["version", version],
    ["kind", kind],
    ["verbs", verbs],
  ];
  if (hasMethods)
    properties.push(["methods", methods.map((method) => method.toUpperCase())]);
  if (patchTypes.length > 0) properties.push(["patchTypes", patchTypes]);
  return { properties };
}
