import { existsSync } from "node:fs";
import { posix, win32 } from "node:path";

/** The variables of a process's environment. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/** The machine that paths are for; tests give another one. */
export interface Machine {
  readonly isWindows: boolean;
  readonly exists: (path: string) => boolean;
}

const thisMachine: Machine = {
  isWindows: process.platform === "win32",
  exists: existsSync,
};

/**
 * The files that kubectl reads: those of `$KUBECONFIG`, or else `~/.kube/config`. None where there is no home folder either:
 * kubectl then takes `.kube/config` of whatever folder it runs in, which is nobody's intent.
 */
export function defaultFiles(
  environment: Environment,
  machine: Machine = thisMachine,
): readonly string[] {
  const { delimiter, join } = machine.isWindows ? win32 : posix;
  const list = environment["KUBECONFIG"];
  if (list) return list.split(delimiter).filter((file) => file !== "");
  const home = homeOf(environment, machine);
  return home === undefined ? [] : [join(home, ".kube", "config")];
}

// https://github.com/kubernetes/client-go/blob/master/util/homedir/homedir.go; that a folder is writable is not asked, to read.
function homeOf(
  environment: Environment,
  { isWindows, exists }: Machine,
): string | undefined {
  const { HOME, HOMEDRIVE, HOMEPATH, USERPROFILE } = environment;
  if (!isWindows) return HOME || undefined;
  const drive = HOMEDRIVE && HOMEPATH && HOMEDRIVE + HOMEPATH;
  const isSet = (home: string | undefined): home is string => Boolean(home);
  const homes = [HOME, USERPROFILE, drive].filter(isSet);
  return (
    [HOME, drive, USERPROFILE]
      .filter(isSet)
      .find((home) => exists(win32.join(home, ".kube", "config"))) ??
    homes.find(exists) ??
    homes[0]
  );
}
