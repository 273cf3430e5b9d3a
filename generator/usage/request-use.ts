import type { DeclaredMethod } from "./generated-client.js";
import type { RequestUse } from "./uses.js";

/** That a method is called; with what, where that is known. */
export function requestUse(
  { request, verb, patchType }: DeclaredMethod,
  options: readonly string[] = [],
  selected: readonly string[] = [],
): Omit<RequestUse, "site"> {
  return { kind: "request", request, verb, patchType, options, selected };
}
