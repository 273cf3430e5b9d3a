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
