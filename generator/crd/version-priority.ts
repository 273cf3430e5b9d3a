/**
 * Sorts versions as Kubernetes prefers them: `v2`, `v1`, `v2beta1`, `v1beta2`, `v1alpha1`, and behind those what is named otherwise, by name.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/version/helpers.go
 */
export function compareVersions(a: string, b: string): number {
  const [parsedA, parsedB] = [parse(a), parse(b)];
  if (parsedA === undefined || parsedB === undefined)
    return (
      Number(parsedA === undefined) - Number(parsedB === undefined) ||
      (a < b ? -1 : Number(a > b))
    );
  return (
    parsedB.stability - parsedA.stability ||
    parsedB.major - parsedA.major ||
    parsedB.minor - parsedA.minor
  );
}

const stabilities = ["alpha", "beta", ""];

function parse(
  version: string,
): { stability: number; major: number; minor: number } | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return undefined;
  const [, major, stability = "", minor = "0"] = match;
  return {
    stability: stabilities.indexOf(stability),
    major: Number(major),
    minor: Number(minor),
  };
}
