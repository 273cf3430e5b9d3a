import type { CrdCheck } from "./crd-check.js";

type Fields = Readonly<Record<string, unknown>>;

/** What could be said of all versions at once, and what it is called in one. */
const shared = {
  validation: "schema",
  subresources: "subresources",
  selectableFields: "selectableFields",
} as const;

/**
 * The versions of a definition of `apiextensions.k8s.io/v1beta1`, as v1 has them: the one version that it may name alone, and in each what
 * the definition says of all.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/apis/apiextensions/v1/conversion.go
 */
export function versionsOf(spec: Fields, check: CrdCheck): readonly Fields[] {
  const version = check.optional(spec, "version", "string") ?? "";
  const listed = check.items(spec, "versions", (item) => check.record(item));
  const first = listed[0]?.["name"];
  if (version !== "" && first !== undefined && first !== version)
    check.within("version", () =>
      check.report(`"${version}" is not the first of the versions`),
    );
  const versions =
    listed.length === 0 && version !== ""
      ? [{ name: version, served: true, storage: true }]
      : listed;
  return versions.map((own, index) => {
    const converted: Record<string, unknown> = { ...own };
    for (const [field, name] of Object.entries(shared)) {
      const value = spec[field];
      if (value === undefined || value === null) continue;
      if ((converted[name] ?? null) !== null)
        check.within("versions", () =>
          check.within(index, () =>
            check.within(name, () =>
              check.report(`it is there as well as spec.${field}`),
            ),
          ),
        );
      converted[name] = value;
    }
    return converted;
  });
}
