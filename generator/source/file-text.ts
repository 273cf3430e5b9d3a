import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { failure } from "../diagnostics.js";

/** Larger than any server's documents; what a small file unpacks to beyond this is not one of them. In bytes. */
const maximumSize = 512 * 1024 * 1024;

/** The bytes of a file; a file that cannot be read ends in a `GenerationFailed` that names it. */
export async function readSourceFile(
  path: string,
  signal?: AbortSignal,
): Promise<Buffer> {
  try {
    return await readFile(path, signal === undefined ? {} : { signal });
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** As {@link readSourceFile}, as text; what is gzipped is unpacked. */
export async function readTextOf(
  path: string,
  signal?: AbortSignal,
): Promise<string> {
  return unpack(path, await readSourceFile(path, signal));
}

async function unpack(path: string, bytes: Buffer): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes.toString("utf8");
  try {
    const unpacked = await promisify(gunzip)(bytes, {
      maxOutputLength: maximumSize,
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
    return await readFile(path, {
      encoding: "utf8",
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw unreadable(path, error);
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
          hint: "check the path given to --from",
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
