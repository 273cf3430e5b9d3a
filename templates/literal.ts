/**
 * Characters that a source file should not hold as they are: controls, those that change the direction of text, those that nobody sees
 * (Unicode calls them ignorable: they are how a text is hidden in another), and halves of pairs, which no file can hold.
 */
const unprintable =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A string literal in the quotes that need fewer escapes, as prettier prefers. */
export function stringLiteral(value: string): string {
  const escaped = JSON.stringify(value)
    .slice(1, -1)
    .replace(unprintable, escape);
  const doubles = value.split('"').length;
  const singles = value.split("'").length;
  return doubles > singles
    ? `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : `"${escaped}"`;
}

/** A key of a type: quoted only where it must be. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : stringLiteral(name);
}

/** A key of an object: `__proto__` would be no key where it stood as it is, in quotes or not. */
export function objectKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyKey(name);
}

/** Text without characters that nobody sees, but for the one that makes an emoji of a sign. */
export function printable(value: string): string {
  return value.replace(unprintable, (character) =>
    kept.has(character) ? character : "",
  );
}

const kept: ReadonlySet<string> = new Set(["\n", "\t", "\ufe0f"]);

/** Text in which all is seen: what is not is written as JavaScript escapes it. */
export function visible(value: string): string {
  return value.replace(unprintable, escape);
}

/** Text within backticks. */
export function templateText(value: string): string {
  return visible(value.replace(/[\\`]/g, "\\$&").replace(/\$(?=\{)/g, "\\$"));
}

/** Source that another printer wrote: what is not seen in it is written as JavaScript escapes it; ends of lines stay. */
export function visibleSource(source: string): string {
  return source.replace(unprintable, (character) =>
    kept.has(character) ? character : escape(character),
  );
}

/** By the units that a string is made of: a character of two is two escapes. */
function escape(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
