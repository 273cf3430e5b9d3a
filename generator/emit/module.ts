import { imports, type ImportView } from "../../templates/imports.js";
import type { NameOf, Reference } from "../../templates/type-expression.js";
import {
  camelCase,
  groupBy,
  identifier,
  Names,
  upperFirst,
} from "../model/names.js";

/** What a module is made from: what it declares and what it refers to, before anything is text. */
export interface ModuleParts {
  /** From the output's root, without the ending: `apps/v1/types`. */
  readonly path: string;
  /** Every name that it declares, and the globals that it uses: an import may have none of these. */
  readonly declares: Iterable<string>;
  /** What it refers to as types, here or elsewhere. */
  readonly types: Iterable<Reference>;
  /** What it uses at run time. */
  readonly values: Iterable<Reference>;
}

/** The names that a module's text may use, and the import statements that make them so. */
export interface ModuleNames {
  readonly nameOf: NameOf;
  readonly imports: string;
}

/**
 * Works out a module's imports from what it refers to.
 *
 * A name that two modules declare, or that is declared here as well, is imported under its home's name before its own:
 * `CoreV1Event`. That depends on the module's own content alone, never on an order.
 */
export function resolveImports({
  path,
  declares,
  types,
  values,
}: ModuleParts): ModuleNames {
  const used = new Map<string, Used>();
  const note = (reference: Reference, value: boolean): void => {
    if (reference.from === path) return;
    const key = `${reference.from}#${reference.name}`;
    const known = used.get(key);
    used.set(key, { reference, value: value || known?.value === true });
  };
  for (const reference of types) note(reference, false);
  for (const reference of values) note(reference, true);

  const taken = new Set(declares);
  const local = new Map<string, string>();
  const renamed: (readonly [key: string, reference: Reference])[] = [];
  for (const [name, sharing] of groupBy(
    used.values(),
    ({ reference }) => reference.name,
  )) {
    const own = sharing.length === 1 && !taken.has(name);
    for (const { reference } of sharing) {
      const key = `${reference.from}#${name}`;
      if (own) local.set(key, name);
      else renamed.push([key, reference]);
    }
  }
  // Homes that differ in punctuation alone come to the same alias.
  const free = new Names([...taken, ...local.values()]);
  renamed.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, reference] of renamed)
    local.set(key, free.claim(aliasOf(reference)));

  const nameOf: NameOf = ({ from, name }) =>
    local.get(`${from}#${name}`) ?? name;
  return { nameOf, imports: imports(viewsOf(path, used, nameOf)) };
}

interface Used {
  readonly reference: Reference;
  readonly value: boolean;
}

function viewsOf(
  path: string,
  used: ReadonlyMap<string, Used>,
  nameOf: NameOf,
): readonly ImportView[] {
  return [...groupBy(used.values(), ({ reference }) => reference.from)]
    .map(([from, members]): ImportView => ({
      from: relativePath(path, from),
      names: members
        .map(({ reference, value }) => ({
          name: reference.name,
          local: nameOf(reference),
          typeOnly: !value,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

function aliasOf({ from, name }: Reference): string {
  const home = from.split("/").slice(0, -1).join("-");
  // The name of a group may begin with a digit.
  return identifier(
    /^[a-z]/.test(name)
      ? camelCase(home) + upperFirst(name)
      : upperFirst(camelCase(home)) + name,
  );
}

/** The specifier of one module in another: `../../meta/v1/types.js`. */
export function relativePath(from: string, to: string): string {
  const start = from.split("/").slice(0, -1);
  const end = to.split("/");
  let shared = 0;
  while (shared < start.length && start[shared] === end[shared]) shared += 1;
  const up = start.length - shared;
  const prefix = up === 0 ? "./" : "../".repeat(up);
  return `${prefix}${end.slice(shared).join("/")}.js`;
}
