import { renderFieldSelector, renderLabelSelector } from "./selectors.js";
import type {
  FieldSelectorInput,
  LabelSelectorInput,
  ListOptions,
  WriteOptions,
} from "./types.js";

/** Name and value pairs, in the order they are sent. */
export type Query = readonly (readonly [name: string, value: string])[];

/** Makes a query of what is defined. A list gives its name once for each value. */
export function queryOf(values: {
  readonly [name: string]:
    string | number | boolean | readonly string[] | undefined;
}): Query {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const all = typeof value === "object" ? value : [String(value)];
    return all.map((one) => [name, one] as const);
  });
}

/** What a list, a watch or a deleteCollection selects by. */
export function selectionQuery(options: {
  readonly labelSelector?: LabelSelectorInput | undefined;
  readonly fieldSelector?: FieldSelectorInput | undefined;
}): Query {
  const { labelSelector, fieldSelector } = options;
  return queryOf({
    labelSelector:
      (labelSelector && renderLabelSelector(labelSelector)) || undefined,
    fieldSelector:
      (fieldSelector && renderFieldSelector(fieldSelector)) || undefined,
  });
}

/**
 * Holds against a selector that was meant and is not there, such as a variable that is not set.
 *
 * @throws {TypeError} where a selector has a key in the options, and selects everything
 */
export function checkSelection(options: ListOptions): void {
  const rendered = new Map(selectionQuery(options));
  for (const name of ["labelSelector", "fieldSelector"])
    // Commas alone are no term of a field selector, and so select everything too.
    if (
      Object.hasOwn(options, name) &&
      !/[^\s,]/.test(rendered.get(name) ?? "")
    )
      throw new TypeError(
        `"${name}" is given, but selects everything; leave the key out to not select by it`,
      );
}

/** What a list asks for. */
export function listQuery(options: ListOptions): Query {
  const { limit, resourceVersion, resourceVersionMatch } = options;
  return [
    ...selectionQuery(options),
    ...queryOf({
      limit: limit || undefined,
      continue: options.continue || undefined,
      resourceVersion: resourceVersion || undefined,
      resourceVersionMatch,
    }),
  ];
}

/** What a write asks for. */
export function writeQuery(
  options: WriteOptions & { force?: boolean | undefined },
): Query {
  return queryOf({
    dryRun: options.dryRun === true ? "All" : undefined,
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
    force: options.force === true ? true : undefined,
  });
}
