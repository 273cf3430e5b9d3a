import { failure, type GenerationFailed } from "../diagnostics.js";

/** Says that a kubeconfig cannot be edited without touching more than was meant. */
export function notEditable(file: string, reason: string): GenerationFailed {
  return failure({
    code: "kubeconfig-not-editable",
    message: `"${file}" is left as it is: ${reason}`,
    hint: "change it by hand, or with kubectl config, which writes the whole file anew",
  });
}

/** The problem that writing a kubeconfig had; anything but an error of the file system is given back as it is. */
export function writeProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const { code = "", path } = error as NodeJS.ErrnoException;
  const reasons: { readonly [code: string]: string } = {
    EACCES: "the file and the folder that it is in must be writable",
    EPERM:
      "the file and its folder must be writable, and its owner and group be yours to give to a new file",
    EROFS: "the file system is read-only",
    EBUSY: "the file is a mount point: change it where it is mounted from",
    ENOSPC: "the disk is full",
    EDQUOT: "the quota of the disk is used up",
  };
  const at = path === undefined || path === file ? "" : ` at "${path}"`;
  return failure(
    {
      code: "kubeconfig-not-writable",
      message: `"${file}" cannot be changed (${code}${at}), and is as it was`,
      hint: reasons[code] ?? "check the file and the folder that it is in",
    },
    { cause: error },
  );
}
