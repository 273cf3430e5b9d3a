import type { Document, Operation } from "../openapi.js";
import { correctPaths } from "./correct-paths.js";
import type { Corrected, Fixup } from "./fixup.js";

/**
 * Lists of resources that cannot be watched publish the parameters of a watch all the same.
 *
 * The parameters are those of `ListOptions`, whatever the storage can do (`componentstatuses` cannot be watched: the server
 * answers 405). Built-in groups also publish the deprecated `/watch/` path of everything that can be watched, so a list
 * beside them without one is only a list. Custom resources publish no such path, and all of them can be watched.
 */
export const listIsNotWatch: Fixup = {
  name: "list-is-not-watch",
  upstream:
    "https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/endpoints/installer.go",
  apply(document: Document): Corrected {
    const paths = Object.keys(document.paths);
    if (!paths.some((path) => watchPath.test(path))) {
      return { document, changed: 0 };
    }
    return correctPaths(document, (path, item) => {
      const list = item.get;
      const isUnwatched =
        list?.["x-kubernetes-action"] === "list" &&
        hasWatch(list) &&
        !Object.hasOwn(document.paths, watchPathOf(path));
      return isUnwatched
        ? { item: { ...item, get: withoutWatch(list) }, changed: 1 }
        : undefined;
    });
  },
};

const groupVersion = /^\/api\/[^/]+|^\/apis\/[^/]+\/[^/]+/;
const watchPath = /^(?:\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)\/watch\//;

function watchPathOf(path: string): string {
  return path.replace(groupVersion, "$&/watch");
}

function hasWatch({ parameters = [] }: Operation): boolean {
  return parameters.some(({ name }) => name === "watch");
}

function withoutWatch(operation: Operation): Operation {
  return {
    ...operation,
    parameters: (operation.parameters ?? []).filter(
      ({ name }) => name !== "watch" && name !== "allowWatchBookmarks",
    ),
  };
}
