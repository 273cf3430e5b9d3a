import { createHash } from "node:crypto";

/** The hash that a server would give a document in its index: the upper-case hexadecimal SHA-512 of its text. */
export function hashOf(text: string): string {
  return createHash("sha512").update(text).digest("hex").toUpperCase();
}
