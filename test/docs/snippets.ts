import { pagesOf } from "../../generator/docs/pages.js";
import type { Page, Snippet } from "../../generator/docs/page-model.js";
import type { Reference } from "../../generator/docs/reference.js";

/** Every snippet of a reference, each as a module beside a client in `./k8s`, by the page that it is on. */
export function snippetModules(
  reference: Reference,
): ReadonlyMap<string, string> {
  const modules = new Map<string, string>();
  for (const page of pagesOf(reference))
    for (const [i, { setup, code }] of snippetsOf(page).entries())
      modules.set(
        `${page.address.replaceAll("/", "__")}--${String(i)}.ts`,
        `${setup}\n${code}\nexport {};\n`,
      );
  return modules;
}

function snippetsOf(page: Page): readonly Snippet[] {
  if (page.kind === "type") return page.signature ? [page.signature] : [];
  if (page.kind !== "resource") return [];
  return page.clients.flatMap(({ methods }) =>
    methods.flatMap(({ snippet, path }) => [
      snippet,
      ...(path === undefined ? [] : [path]),
    ]),
  );
}
