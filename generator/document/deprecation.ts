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
  return notices.some((notice) => notice.test(own));
}

const notices: readonly RegExp[] = [
  // "Deprecated: use X instead", Go's convention; the sentence before it may lack its full stop.
  /(?<![:`]\s*)\b(?:Deprecated|DEPRECATED):/,
  // "Deprecated." at the start of a sentence.
  /(?:^|[.!?)]\s+|\n\s*)deprecated(?:\.|\s*$)/i,
  // "This API is deprecated since 1.22", "The field is never populated, and now is deprecated".
  /\b(?:This|The) (?:API|field|kind|property|resource|type) [^.:;]{0,40}\bdeprecated\b/,
  /\bshould be considered (?:as )?deprecated\b/i,
  // "deprecatedCount is the deprecated field assuring backward compatibility".
  /^\w+ is (?:a|the) deprecated (?:alias|field)\b/,
];
