/** How a string is written in YAML. */
export type ScalarStyle = "plain" | "single" | "double";

/**
 * A name as a YAML scalar on one line, in the style asked for where that keeps it a string for every reader of YAML 1.1 and 1.2, and in
 * double quotes elsewhere: `433e40`, `0` and `on` are no strings without.
 */
export function scalarText(
  name: string,
  style: ScalarStyle,
  isInFlow: boolean,
): string {
  if (style === "plain" && isPlain(name, isInFlow)) return name;
  if (
    style === "single" &&
    !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(name)
  )
    return `'${name.replaceAll("'", "''")}'`;
  // JSON lets these stand as they are; in YAML some of them end a line.
  return JSON.stringify(name).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isPlain(name: string, isInFlow: boolean): boolean {
  return (
    /^[A-Za-z_][\w.@/+:-]*(?<!:)$/.test(name) &&
    !(isInFlow && name.includes(":")) &&
    !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name)
  );
}
