import type { Schema } from "./openapi.js";

/** A deprecated thing is one whose description says so, in words: no released server flags it. */
export function isDeprecated(schema: Schema): boolean {
  return (
    schema["x-kubewright-deprecated"] === true ||
    schema.deprecated === true ||
    saysDeprecated(schema.description ?? "")
  );
}

/**
 * Whether a description calls the thing that it describes deprecated. Kubernetes has no other way to say so: it publishes no
 * `deprecated: true`.
 *
 * Deprecation of something else does not count: of an annotation, of one value of an enum, of a version that a field tells about.
 */
export function saysDeprecated(description: string): boolean {
  // Most descriptions do not have the word, and this is asked of each several times.
  if (!/deprecated/i.test(description)) return false;
  const [own = ""] = description.split("Possible enum values:");
  return (
    some(own, /\b(?:Deprecated|DEPRECATED):/g, isNotice) ||
    some(own, /deprecated(?=\.|\s*$)/gi, beginsSentence) ||
    phrases.some((phrase) => phrase.test(own))
  );
}

const phrases: readonly RegExp[] = [
  // "This API is deprecated since 1.22", "The field is never populated, and now is deprecated".
  /\b(?:This|The) (?:API|field|kind|property|resource|type) [^.:;]{0,40}\bdeprecated\b/,
  /\bshould be considered (?:as )?deprecated\b/i,
  // "deprecatedCount is the deprecated field assuring backward compatibility".
  /^\w+ is (?:a|the) deprecated (?:alias|field)\b/,
];

/**
 * Whether a word stands in such a place that `is` says so, of what is before the blanks that are before it.
 *
 * A regular expression that looks back over blanks would do so from each of them, and be at a million of them for hours.
 */
function some(
  text: string,
  word: RegExp,
  is: (before: string | undefined, blanks: string) => boolean,
): boolean {
  for (const { index } of text.matchAll(word)) {
    let at = index;
    while (at > 0 && /\s/.test(text.charAt(at - 1))) at -= 1;
    if (is(text[at - 1], text.slice(at, index))) return true;
  }
  return false;
}

/** "Deprecated: use X instead", Go's convention; the sentence before it may lack its full stop. */
function isNotice(before: string | undefined): boolean {
  return before !== ":" && before !== "`";
}

/** "Deprecated." at the start of a sentence. */
function beginsSentence(before: string | undefined, blanks: string): boolean {
  if (before === undefined) return blanks === "" || blanks.includes("\n");
  return blanks.includes("\n") || (blanks !== "" && /[.!?)]/.test(before));
}
