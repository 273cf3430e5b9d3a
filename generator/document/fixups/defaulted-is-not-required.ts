import { correctSchemas, goTypeOf } from "./correct-schemas.js";
import type { Fixup } from "./fixup.js";

/**
 * Servers before 1.37 publish fields as required that they fill themselves.
 *
 * A token could not be asked for without audiences, nor a role be bound without its API group. The documents of 1.37 have them as
 * optional, and the servers before treat them alike: none of their defaults changed. Needed for as long as such servers are in use.
 */
export const defaultedIsNotRequired: Fixup = {
  name: "defaulted-is-not-required",
  upstream:
    "https://github.com/kubernetes/api/blob/v0.37.2/authentication/v1/types.go",
  apply: (document) =>
    correctSchemas(document, (name, schema) => {
      const type = goTypeOf(name);
      if (type === undefined || !Object.hasOwn(ofTypes, type)) return undefined;
      const defaulted = ofTypes[type] ?? [];
      const { required: published = [], ...rest } = schema;
      const required = published.filter((field) => !defaulted.includes(field));
      const changed = published.length - required.length;
      if (changed === 0) return undefined;
      return {
        schema: required.length === 0 ? rest : { ...rest, required },
        changed,
      };
    }),
};

const ofTypes: { readonly [type: string]: readonly string[] } = {
  ControllerRevision: ["revision"],
  EndpointSlice: ["endpoints"],
  PodFailurePolicyOnPodConditionsPattern: ["status"],
  PriorityClass: ["value"],
  RoleRef: ["apiGroup"],
  TokenRequestSpec: ["audiences"],
};
