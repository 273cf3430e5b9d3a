import type { TransportResponse } from "../../templates/runtime/types.js";
import { maximumDocumentBytes } from "../limits.js";
import { tooLarge } from "../structured-text.js";

/**
 * The body of an answer as text, unpacked. One that has no end is given up once it is larger than any document.
 *
 * @param label how messages name the server, and what it was asked for
 * @throws {GenerationFailed} `too-large`
 */
export async function answerText(
  response: TransportResponse,
  label: string,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maximumDocumentBytes) {
      await response.dismiss();
      throw tooLarge(label);
    }
  }
  // Only then is the connection free: a next request would open another one.
  await new Promise((resolve) => setImmediate(resolve));
  return Buffer.concat(chunks, size).toString("utf8");
}
