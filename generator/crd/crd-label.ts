import type { CrdCheck } from "./crd-check.js";

/** Names are labels: they stand in URLs, and their lengths are bounded. */
export function checkLabel(text: string, check: CrdCheck): void {
  if (isLabel(text)) return;
  check.report(
    `${quote(text)} is not a name: small letters, digits and "-", a letter first, no "-" last, 63 characters at most`,
  );
}

/** Kinds are labels, but for letters that are large. */
export function checkKind(text: string, check: CrdCheck): void {
  if (isLabel(text.toLowerCase())) return;
  check.report(
    `${quote(text)} is not a kind: letters, digits and "-", a letter first, no "-" last, 63 characters at most`,
  );
}

/** RFC 1035. */
function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(text);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
