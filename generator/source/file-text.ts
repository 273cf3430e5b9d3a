import { createReadStream } from "node:fs";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { failure, GenerationFailed } from "../diagnostics.js";
import { maximumCaptureBytes, maximumDocumentBytes } from "../limits.js";
import { tooLarge } from "../structured-text.js";

/**
 * The bytes of a file; a file that cannot be read ends in a `GenerationFailed` that names it, and so does one that has more than `limit`
 * bytes, or has no end.
 */
export async function readSourceFile(
  path: string,
  signal?: AbortSignal,
  limit: number = maximumDocumentBytes,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // In pieces that are large for the usual case: most files are one.
    const pieces = createReadStream(path, {
      highWaterMark: 1024 * 1024,
      signal,
    });
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      chunks.push(piece);
      size += piece.length;
      if (size > limit) throw tooLarge(path, limit);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return Buffer.concat(chunks, size);
}

/** As {@link readSourceFile}, as text; what is gzipped is unpacked. */
export async function readTextOf(
  path: string,
  signal?: AbortSignal,
): Promise<string> {
  return unpack(path, await readSourceFile(path, signal, maximumCaptureBytes));
}

async function unpack(path: string, bytes: Buffer): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes.toString("utf8");
  try {
    const unpacked = await promisify(gunzip)(bytes, {
      maxOutputLength: maximumCaptureBytes,
    });
    return unpacked.toString("utf8");
  } catch (error) {
    throw failure(
      {
        code: "invalid-gzip",
        message: `the file is gzipped, and cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'write it again with "kubewright snapshot"',
        at: { document: path },
      },
      { cause: error },
    );
  }
}

/** As {@link readSourceFile}, as text; undefined where there is no such file. */
export async function readTextIfThere(
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await readSourceFile(path, signal)).toString("utf8");
  } catch (error) {
    const isMissing =
      error instanceof GenerationFailed && systemCode(error.cause) === "ENOENT";
    if (isMissing) return undefined;
    throw error;
  }
}

/** The problem that reading a path had; anything but an error of the file system is given back as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  const problem =
    code === "ENOENT"
      ? {
          code: "source-not-found",
          message: `there is no file or folder "${path}"`,
          hint: "check the path",
        }
      : {
          code: "unreadable-file",
          message: `"${path}" cannot be read (${code})`,
          hint: hints[code] ?? "copy it to another place, and read it there",
        };
  return failure(problem, { cause: error });
}

const hints: { readonly [code: string]: string } = {
  EACCES: "check its permissions",
  EPERM: "check its permissions",
  EISDIR: "it is a folder where a file is needed",
  ENOTDIR: "something on the way to it is a file",
};

function systemCode(error: unknown): string | undefined {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : undefined;
}
