/** What names an operation is made of. */
export interface OperationName {
  /** As Kubernetes' ids begin: `list`, `read`, `replace`. */
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  /** What follows: `NamespacedCronTabStatus`. */
  readonly rest: string;
}

/**
 * `listStableExampleComV1NamespacedCronTab`.
 *
 * @see https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/endpoints/openapi/openapi.go
 */
export function operationId({
  verb,
  group,
  version,
  rest,
}: OperationName): string {
  return [verb, ...[shortGroup(group), version, rest].map(pascalCase)].join("");
}

/** `stableExampleCom_v1`. */
export function operationTag(group: string, version: string): string {
  return `${camelCase(shortGroup(group))}_${camelCase(version)}`;
}

function shortGroup(group: string): string {
  return group.replace(/\.k8s\.io$/, "");
}

function pascalCase(text: string): string {
  const camel = camelCase(text);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** What is neither a letter nor a digit is left out, and the letter behind it is large. A digit in front is left out as well. */
function camelCase(text: string): string {
  let camel = "";
  let isNext = false;
  for (const [index, character] of [...text].entries()) {
    const isKept =
      /[A-Za-z_]/.test(character) || (index > 0 && /\d/.test(character));
    if (isKept) camel += isNext ? character.toUpperCase() : character;
    isNext = !isKept;
  }
  return camel;
}
