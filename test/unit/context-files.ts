import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  changeContext,
  type ChangedContext,
  type ContextChange,
} from "../../generator/context/change.js";
import { temporaryFolder } from "../runtime/servers.js";

/** A kubeconfig whose current context is `a`. */
export const text =
  "# mine\ncontexts:\n- name: a\n  context: {cluster: c}\n- name: b\n  context: {cluster: c}\ncurrent-context: a\n";

/** The same with `b`. */
export const used = text.replace("current-context: a", "current-context: b");

/** Changes the contexts of the files, by the rules of $KUBECONFIG. */
export function change(
  wanted: ContextChange,
  files: readonly string[],
  milliseconds = 0,
): Promise<ChangedContext> {
  const environment = { KUBECONFIG: files.join(delimiter) };
  return changeContext(wanted, { environment }, { milliseconds });
}

/** Turns the one into the other. */
export const useB: ContextChange = { kind: "use", name: "b" };

/** A kubeconfig in a folder of its own. */
export function newFile(content: string | Uint8Array = text): string {
  const file = join(temporaryFolder(), "config");
  writeFileSync(file, content);
  return file;
}

/** The text of a file. */
export const read = (file: string): string => readFileSync(file, "utf8");
/** What is in the folder of a file. */
export const besides = (file: string): string[] =>
  readdirSync(join(file, ".."));
