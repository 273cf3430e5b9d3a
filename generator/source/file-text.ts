import { readFile } from "node:fs/promises";
import { failure, type GenerationFailed } from "../diagnostics.js";

/** The bytes of a file; a file that cannot be read is a {@link GenerationFailed} that names it. */
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
export function unreadable(
  path: string,
  error: unknown,
): GenerationFailed | unknown {
  const code = systemCode(error);
  const [message, hint] =
    code === "ENOENT"
      ? [
          `there is no file or folder "${path}"`,
          "check the path given to --from",
        ]
      : code === "EACCES" || code === "EPERM"
        ? [`"${path}" may not be read`, "check its permissions"]
        : code === "EISDIR"
          ? [`"${path}" is a folder where a file is needed`, undefined]
          : [undefined, undefined];
  if (message === undefined) {
    return code === undefined
      ? error
      : failure(
          {
            code: "unreadable-file",
            message: `"${path}" cannot be read (${code})`,
          },
          { cause: error },
        );
  }
  return failure(
    {
      code: code === "ENOENT" ? "source-not-found" : "unreadable-file",
      message,
      ...(hint === undefined ? {} : { hint }),
    },
    { cause: error },
  );
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : undefined;
}
