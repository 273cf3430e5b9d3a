import { parse } from "yaml";

import { pagesOf } from "../../generator/docs/pages.js";
import type { Reference } from "../../generator/docs/reference.js";
import type { PolicyRule } from "../../output/index.js";

/** A call as a page of a reference has it, with the rules beside it that are to allow it. */
export interface DocumentedCall {
  /** For example `apps/v1/deployments#client-get`. */
  readonly place: string;
  readonly method: string;
  /** What the rules are to stand in. */
  readonly role: "ClusterRole" | "Role";
  readonly rules: readonly PolicyRule[];
  /** A program from `const k8s = await connect();` on. */
  readonly program: string;
}

/** Every call of every page. */
export function documentedCalls(
  reference: Reference,
): readonly DocumentedCall[] {
  return [...pagesOf(reference)].flatMap((page) =>
    page.kind !== "resource"
      ? []
      : page.clients.flatMap(({ anchor, methods }) =>
          methods.map((method) => ({
            place: `${page.address}#${method.anchor}`,
            method: method.name,
            role:
              page.namespaced && anchor !== "everywhere"
                ? ("Role" as const)
                : ("ClusterRole" as const),
            rules: parse(method.rule) as PolicyRule[],
            program: method.snippet.setup + method.snippet.code,
          })),
        ),
  );
}
