import type { Operation, Parameter, PathItem } from "../openapi.js";
import { correctPaths, type CorrectedPath } from "./correct-paths.js";
import type { Fixup } from "./fixup.js";

/**
 * The command of `exec` is a list, published as one string.
 *
 * `PodExecOptions.Command` is `[]string`, and each element is a `command=` of its own; the publisher names the type of the element.
 */
export const execCommandIsAList: Fixup = {
  name: "exec-command-is-a-list",
  upstream:
    "https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/endpoints/installer.go",
  apply: (document) =>
    correctPaths(document, (at, item) =>
      at === path ? withLists(item) : undefined,
    ),
};

const path = "/api/v1/namespaces/{namespace}/pods/{name}/exec";

function withLists(item: PathItem): CorrectedPath {
  const get = item.get && withList(item.get);
  const post = item.post && withList(item.post);
  return {
    item: { ...item, ...(get && { get }), ...(post && { post }) },
    changed: Number(get !== undefined) + Number(post !== undefined),
  };
}

function withList(operation: Operation): Operation | undefined {
  const { parameters = [] } = operation;
  if (!parameters.some(isOneString)) return undefined;
  return {
    ...operation,
    parameters: parameters.map((parameter) =>
      isOneString(parameter)
        ? { ...parameter, schema: { type: "array", items: { type: "string" } } }
        : parameter,
    ),
  };
}

function isOneString({ name, schema }: Parameter): boolean {
  return name === "command" && schema?.type === "string";
}
