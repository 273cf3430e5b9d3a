import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A body as it was before the server compressed it. It fails where the gzip in it is broken or cut off. */
export function decompressed(body: Readable): Readable {
  // Large steps: each is a trip to another thread.
  const text = createGunzip({ chunkSize: 256 * 1024 });
  return pipeline(body, text, () => undefined);
}

/** Reads a stream of UTF-8 to its end. */
export async function readText(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}
