import type { CrdCheck } from "./crd-check.js";

/** Names are labels: they stand in URLs, and their lengths are bounded. */
export function checkLabel(text: string, check: CrdCheck): void {
  if (text.length <= 63 && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(text)) return;
  check.report(
    `${JSON.stringify(text.slice(0, 80))} is not a name: it may hold letters, digits and "-", begins with a letter, ends with none of "-", and has at most 63 characters`,
  );
}
