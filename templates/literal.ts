/** Characters that a source file should not hold as they are: controls, and those that change the direction of text. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

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

/** A key of an object or of a type: quoted only where it must be. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : stringLiteral(name);
}

/** Text without characters that nobody sees. */
export function printable(value: string): string {
  return value.replace(unprintable, (character) =>
    character === "\n" || character === "\t" ? character : "",
  );
}

function escape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
