import type {
  FieldSelectorInput,
  LabelRequirements,
  LabelSelectorInput,
} from "./types.js";

/**
 * Writes a label selector as the query takes it; empty where it selects everything.
 *
 * @throws {TypeError} where a value is undefined or cannot be a label's: left out, it would select more than was meant
 */
export function renderLabelSelector(selector: LabelSelectorInput): string {
  if (typeof selector === "string") return selector;
  if (!isRequirements(selector)) return renderEqualities(selector).join(",");
  return [
    ...renderEqualities(selector.matchLabels ?? {}),
    ...(selector.matchExpressions ?? []).map(renderExpression),
  ].join(",");
}

/**
 * Writes a field selector as the query takes it; empty where it selects everything.
 *
 * @throws {TypeError} where a value is undefined: left out, it would select more than was meant
 */
export function renderFieldSelector(selector: FieldSelectorInput): string {
  return Object.entries(selector)
    .map(([field, wanted]) => {
      if (typeof wanted === "string") return `${field}=${escapeValue(wanted)}`;
      if (typeof wanted?.not === "string")
        return `${field}!=${escapeValue(wanted.not)}`;
      throw withoutValue("field", field);
    })
    .join(",");
}

function isRequirements(selector: object): selector is LabelRequirements {
  const { matchLabels, matchExpressions } = selector as LabelRequirements;
  return (
    (typeof matchLabels === "object" && matchLabels !== null) ||
    Array.isArray(matchExpressions)
  );
}

function renderEqualities(labels: {
  readonly [label: string]: string | undefined;
}): string[] {
  return Object.entries(labels).map(
    ([key, value]) => `${checkKey(key)}=${checkValue(key, value)}`,
  );
}

function renderExpression({
  key,
  operator,
  values = [],
}: {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}): string {
  const name = checkKey(key);
  const set = (): string => {
    if (values.length === 0)
      throw new TypeError(
        `the label selector's "${operator}" of "${key}" needs values`,
      );
    return values.map((value) => checkValue(key, value)).join(",");
  };
  switch (operator) {
    case "In":
      return `${name} in (${set()})`;
    case "NotIn":
      return `${name} notin (${set()})`;
    case "Exists":
      return name;
    case "DoesNotExist":
      return `!${name}`;
    default:
      throw new TypeError(
        `the label selector's operator "${operator}" of "${key}" is not one of In, NotIn, Exists, DoesNotExist`,
      );
  }
}

// https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validate/content/kube.go
function checkKey(key: string): string {
  if (/^[-A-Za-z0-9_./]+$/.test(key)) return key;
  throw new TypeError(`"${key}" cannot be the key of a label`);
}

function checkValue(key: string, value: string | undefined): string {
  if (typeof value !== "string") throw withoutValue("label", key);
  if (/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value)) return value;
  throw new TypeError(`"${value}" cannot be the value of the label "${key}"`);
}

// https://github.com/kubernetes/apimachinery/blob/master/pkg/fields/selector.go
function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, "\\$&");
}

function withoutValue(selected: "field" | "label", key: string): TypeError {
  return new TypeError(
    `the ${selected} selector has no value for "${key}"; leave the ${selected} out to not select by it`,
  );
}
