import { readFileSync, realpathSync } from "node:fs";
import { ConfigError } from "../../templates/runtime/errors.js";
import {
  loadKubeconfig,
  type Kubeconfig,
} from "../../templates/runtime/kubeconfig.js";
import type { Environment } from "../../templates/runtime/kubeconfig-paths.js";
import { failure } from "../diagnostics.js";
import { editKubeconfig, type Edit } from "./edit.js";
import { decodeText } from "./encoding.js";
import { whileLocked, type Patience } from "./lock.js";
import { notEditable, writeProblem } from "./problems.js";
import { replaceFiles, type Replacement } from "./replace-files.js";

/** Which kubeconfig files there are, by kubectl's rules. */
export interface KubeconfigPlace {
  /** The one file to use; $KUBECONFIG or ~/.kube/config without it. */
  readonly kubeconfig?: string | undefined;
  readonly environment: Environment;
}

/** What can be done to a context. */
export type ContextChange =
  | { readonly kind: "use"; readonly name: string }
  | { readonly kind: "delete"; readonly name: string }
  | { readonly kind: "rename"; readonly name: string; readonly to: string };

/** What a change came to. */
export interface ChangedContext {
  /** The file that defines the context; that of the current context for `use`. */
  readonly file: string;
  readonly wasCurrent: boolean;
}

/**
 * Reads the kubeconfig.
 *
 * @throws {GenerationFailed} `bad-configuration`
 */
export async function readKubeconfig({
  kubeconfig,
  environment,
}: KubeconfigPlace): Promise<Kubeconfig> {
  try {
    // An empty name is none, as it is for kubectl.
    return await loadKubeconfig(kubeconfig || undefined, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw failure(
      {
        code: "bad-configuration",
        message: error.message,
        hint: "mend the file, or name another with --kubeconfig",
      },
      { cause: error },
    );
  }
}

/**
 * Makes a context the current one, deletes it or renames it, in the files in which kubectl would: `current-context` in the first file
 * that is there, and a context in the first file that defines it.
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config.go (`ModifyConfig`)
 *
 * @throws {GenerationFailed} with every file as it was: `context-not-found`, `context-exists`, `bad-configuration`, `kubeconfig-locked`,
 * `kubeconfig-not-editable`, `kubeconfig-not-writable`
 */
export async function changeContext(
  change: ContextChange,
  place: KubeconfigPlace,
  patience: Patience,
): Promise<ChangedContext> {
  const first = planChange(await readKubeconfig(place), change);
  if (first.edits.size === 0) return first.outcome;
  return whileLocked(first.locks, patience, async (locked) => {
    // Whoever held the lock may have changed what was read before.
    const { edits, outcome } = planChange(await readKubeconfig(place), change);
    patience.signal?.throwIfAborted();
    // From here on nothing interrupts it.
    const replacements = [...edits].map(([file, list]) =>
      editFile(file, list, locked),
    );
    replaceFiles(replacements);
    return outcome;
  });
}

interface Plan {
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  readonly outcome: ChangedContext;
  /** The files that no one may change meanwhile: all that are read, and what they lead to. */
  readonly locks: readonly string[];
}

function planChange(config: Kubeconfig, change: ContextChange): Plan {
  const { name } = change;
  const { files, missing, contexts, currentContext } = config;
  const context = contexts.get(name);
  const [first] = files;
  if (context === undefined || first === undefined)
    throw notFound(config, name);
  if (change.kind === "rename" && contexts.has(change.to))
    throw failure({
      code: "context-exists",
      message: `there is a context "${change.to}" in "${contexts.get(change.to)?.file ?? ""}" already`,
      hint: "choose another name, or delete that one first",
    });

  const wasCurrent = currentContext === name;
  const edits = new Map<string, Edit[]>();
  const add = (file: string, edit: Edit): void => {
    edits.set(file, [...(edits.get(file) ?? []), edit]);
  };
  if (change.kind === "use") {
    if (!wasCurrent) add(first, { kind: "set-current", name });
  } else {
    if (change.kind === "rename" && wasCurrent)
      add(first, { kind: "set-current", name: change.to });
    add(context.file, change);
  }
  return {
    edits,
    outcome: { file: change.kind === "use" ? first : context.file, wasCurrent },
    locks: [...files, ...missing, ...files.map((file) => realpathSync(file))],
  };
}

function notFound(
  { files, missing, contexts }: Kubeconfig,
  name: string,
): Error {
  const names = [...contexts.keys()].sort().map((known) => `"${known}"`);
  const places = [...files, ...missing].map((file) => `"${file}"`).join(", ");
  return failure({
    code: "context-not-found",
    message: `there is no context "${name}" in ${places || "the empty $KUBECONFIG"}`,
    hint:
      names.length === 0
        ? "there are no contexts; --kubeconfig names another file"
        : `there are ${names.join(", ")}`,
  });
}

function editFile(
  file: string,
  edits: readonly Edit[],
  locked: ReadonlySet<string>,
): Replacement {
  try {
    if (![file, realpathSync(file)].every((path) => locked.has(path)))
      throw failure({
        code: "kubeconfig-not-writable",
        message: `"${file}" cannot be changed: no lock file can be made beside it`,
        hint: "the folder that it is in must be writable",
      });
    const before = readFileSync(file);
    const decoded = decodeText(before);
    if (decoded === undefined)
      throw notEditable(file, "it is neither UTF-8 nor UTF-16");
    const text = editKubeconfig(file, decoded.text, edits);
    return { file, before, after: decoded.encode(text) };
  } catch (error) {
    throw writeProblem(error, file);
  }
}
