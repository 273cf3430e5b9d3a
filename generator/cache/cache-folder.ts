import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** What is read of the process around; tests give their own. */
export interface CacheSurroundings {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly platform?: NodeJS.Platform;
}

/**
 * The folder that documents are kept in: `$KUBEWRIGHT_CACHE_DIR`, or else where the system has its users' caches.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ for `$XDG_CACHE_HOME`, which counts where it is absolute
 * @returns undefined for a user who has no home
 */
export function cacheFolder({
  environment,
  platform = process.platform,
}: CacheSurroundings): string | undefined {
  const named = environment["KUBEWRIGHT_CACHE_DIR"];
  if (named) return resolve(named);
  if (platform === "win32") {
    const local = environment["LOCALAPPDATA"];
    return local ? join(local, "kubewright", "Cache") : undefined;
  }
  const home = environment["HOME"] ?? homeOfUser();
  if (platform === "darwin")
    return home && join(home, "Library/Caches/kubewright");
  const xdg = environment["XDG_CACHE_HOME"];
  if (xdg && isAbsolute(xdg)) return join(xdg, "kubewright");
  return home && join(home, ".cache/kubewright");
}

/** Containers run users that the system knows nothing of. */
function homeOfUser(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** In bytes: the documents of some eighty servers without custom resources. */
const defaultMaximum: number = 512 * 2 ** 20;

/** How large the cache may become, in bytes: `$KUBEWRIGHT_CACHE_MIB`, or else 512 MiB. */
export function cacheMaximum({ environment }: CacheSurroundings): number {
  const mebibytes = Number(environment["KUBEWRIGHT_CACHE_MIB"] || Number.NaN);
  return mebibytes >= 0 ? mebibytes * 2 ** 20 : defaultMaximum;
}
