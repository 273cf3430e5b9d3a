import type { LoadedDocument } from "../document/load.js";
import { operationsOf, type PublishedOperation } from "../model/operations.js";
import { cut } from "./field-facts.js";
import type { ClientSection, ParameterEntry } from "./page-model.js";
import { beginning, bytesOf } from "./weights.js";
import { parameterType } from "./words.js";

/** The query parameters of a resource, or of one of its subresources, sorted by name. */
export type Parameters = (
  document: string | undefined,
  plural: string,
  subresource: string | undefined,
) => Pick<ClientSection, "moreParameters" | "parameters">;

/** Gathers the parameters that operations publish: those of several verbs stand once. */
export function parametersOf(documents: readonly LoadedDocument[]): Parameters {
  const found = new Map<string, Map<string, ParameterEntry>>();
  for (const { key, document } of documents)
    for (const published of operationsOf(document)) {
      const { subject } = published;
      if (subject.kind !== "resource") continue;
      const { plural, subresource } = subject.at;
      const of = keyOf(key, plural, subresource);
      const known = found.get(of) ?? new Map<string, ParameterEntry>();
      found.set(of, known);
      addParameters(known, published, subject.verb);
    }
  return (document, plural, subresource) => {
    const of = found.get(keyOf(document ?? "", plural, subresource));
    const all = [...(of?.values() ?? [])].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const parameters = beginning(all, parameterBytes, mostOfParameters);
    return { parameters, moreParameters: all.length - parameters.length };
  };
}

/** What the parameters of a client may come to on a page, in bytes. */
const mostOfParameters = 30_000;

/** What a parameter comes to on a page, in bytes, with its marks. */
export function parameterBytes(entry: ParameterEntry): number {
  const { name, type, description, verbs } = entry;
  const texts = [name, type, description, ...verbs];
  return 100 + texts.reduce((sum, text) => sum + bytesOf(text), 0);
}

function keyOf(
  document: string,
  plural: string,
  subresource: string | undefined,
): string {
  return JSON.stringify([document, plural, subresource ?? ""]);
}

function addParameters(
  known: Map<string, ParameterEntry>,
  { operation }: PublishedOperation,
  verb: string,
): void {
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in !== "query") continue;
    const name = cut(parameter.name, 200);
    const description = cut(parameter.description ?? "", 2_000);
    const before = known.get(name);
    const verbs = new Set([...(before?.verbs ?? []), verb]);
    known.set(name, {
      name,
      type: before?.type ?? parameterType(parameter),
      // That of `watch` and its kin is written for lists, and is the same.
      description: before?.description || description,
      verbs: [...verbs].sort(),
    });
  }
}
