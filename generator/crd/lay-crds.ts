import {
  GenerationFailed,
  type Diagnostic,
  type Diagnostics,
} from "../diagnostics.js";
import { spellOrigin, type Crd } from "./crd.js";

/**
 * Lays definitions over each other: one of a later place takes the place of an earlier one of its name, and a line says so.
 *
 * @param layers the definitions of each place that `--from` names
 * @throws {GenerationFailed} `crd-twice` where one place has a definition twice, `crd-names-clash` where a server would not serve both of two
 */
export function layCrds(
  layers: readonly (readonly Crd[])[],
  diagnostics: Diagnostics,
): readonly Crd[] {
  const problems: Diagnostic[] = [];
  const laid = new Map<string, Crd>();
  for (const layer of layers) {
    const own = new Map<string, Crd>();
    for (const crd of layer) {
      const twin = own.get(crd.name);
      if (twin !== undefined) problems.push(twice(twin, crd));
      own.set(crd.name, crd);
    }
    for (const [name, crd] of own) {
      const earlier = laid.get(name);
      if (earlier !== undefined)
        diagnostics.add({
          severity: "info",
          code: "layered-crd",
          message: `"${name}" of ${spellOrigin(crd.origin)} replaces that of ${spellOrigin(earlier.origin)}`,
        });
      laid.set(name, crd);
    }
  }
  const crds = [...laid.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  problems.push(...findClashes(crds));
  if (problems.length > 0) throw new GenerationFailed(problems);
  return crds;
}

function twice(first: Crd, second: Crd): Diagnostic {
  return {
    severity: "error",
    code: "crd-twice",
    message: `"${first.name}" is there twice: in ${spellOrigin(first.origin)}, and in ${spellOrigin(second.origin)}`,
    hint: "keep one of them; a --from of its own is laid over an earlier one",
    at: { document: second.origin.file },
  };
}

/** Names of a group belong to the definition that comes first; a server does not serve another one that asks for them. */
function* findClashes(crds: readonly Crd[]): Generator<Diagnostic> {
  const owners = new Map<string, Crd>();
  for (const crd of crds) {
    const { kind, listKind, plural, singular, shortNames } = crd.names;
    const claims = [
      ...[kind, listKind].map((name) => ["kind", name] as const),
      ...[plural, singular, ...shortNames].map(
        (name) => ["resource", name] as const,
      ),
    ];
    for (const [what, name] of claims) {
      const key = `${crd.group}/${what}/${name}`;
      const owner = owners.get(key) ?? crd;
      owners.set(key, owner);
      if (owner === crd) continue;
      yield {
        severity: "error",
        code: "crd-names-clash",
        message: `"${owner.name}" of ${spellOrigin(owner.origin)} and "${crd.name}" of ${spellOrigin(crd.origin)} both have the name "${name}": a server serves the one that it gets first`,
        hint: "leave one of the two files away, or rename what clashes",
        at: { document: crd.origin.file },
      };
    }
  }
}
