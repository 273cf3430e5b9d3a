import { apiVersionOf } from "../api-version.js";
import type { Change, ServedPlace, UseSite } from "../change.js";
import { directionsOf } from "../resource.js";
import type { Direction } from "../rules/judgement.js";
import type { ProgramUse, RequestUse } from "../../usage/uses.js";

/** What a program requests. */
export class RequestUses {
  readonly #uses: readonly RequestUse[];

  constructor(uses: readonly ProgramUse[]) {
    this.#uses = uses.filter((use) => use.kind === "request");
  }

  /** Where a change of what is served is met. What came is met by no program that was written before. */
  meet(
    change: Change,
    place: ServedPlace,
    direction: Direction,
  ): readonly UseSite[] {
    if (change.rule.endsWith("-added")) return [];
    return this.#uses
      .filter(
        (use) =>
          directionsOf([use.verb]).includes(direction) &&
          isIn(use, place) &&
          fits(use, change),
      )
      .map((use) => ({ ...use.site, does: "calls", what: spelled(use) }));
  }
}

function isIn({ request }: RequestUse, place: ServedPlace): boolean {
  return (
    request.group === place.group &&
    (place.version === undefined || request.version === place.version) &&
    (place.resource === undefined || request.resource === place.resource) &&
    (place.subresource === undefined ||
      request.subresource === place.subresource)
  );
}

function fits(
  { request, verb, patchType, selected }: RequestUse,
  { rule, name, place }: Change,
): boolean {
  // What is said of a resource's verbs does not hold of its subresources.
  const isAt =
    place.kind === "served" && request.subresource === place.subresource;
  switch (rule) {
    case "verb-removed":
      return isAt && verb === name;
    case "all-namespaces-verb-removed":
      return isAt && verb === name && !request.inNamespace;
    case "patch-type-removed":
      return isAt && patchType === name;
    case "selectable-field-removed":
      return isAt && selected.includes(name ?? "");
    case "answer-changed":
      return isAt && ["connect", "create", "get"].includes(verb);
    default:
      return true;
  }
}

function spelled({ verb, request }: RequestUse): string {
  const { resource, subresource } = request;
  const name =
    subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} of ${apiVersionOf(request)} ${name}`;
}
