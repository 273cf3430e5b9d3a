import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { OutputFile } from "../emit/emission.js";

/**
 * A file of a site that is kept compressed, to about an eighth, until its text is asked for: a site is written as a whole, when all of it is
 * made, and the text of all its pages would be more than everything else in memory.
 */
export function packedFile(path: string, text: string): OutputFile {
  const packed = deflateRawSync(text, { level: 1 });
  return {
    path,
    get text() {
      return inflateRawSync(packed).toString();
    },
  };
}
