import {
  changeContext,
  readKubeconfig,
  type ChangedContext,
  type ContextChange,
  type KubeconfigPlace,
} from "../context/change.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import type { ContextFlags, ContextListFlags } from "../options.js";
import { table, type Column } from "./table.js";
import { Terminal, type Streams } from "./terminal.js";

/** A context as `kubewright context list -o json` prints it. */
interface ContextListing {
  readonly name: string;
  readonly current: boolean;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly namespace?: string | undefined;
  /** The file that defines it. */
  readonly file: string;
}

/** Another program holds its lock for some milliseconds. */
const patience = 5000;

/** `kubewright context list`: prints what `kubectl config get-contexts` does. */
export async function listContexts(
  flags: ContextListFlags,
  streams: Streams,
): Promise<void> {
  await withTerminal(flags, streams, async (terminal, place) => {
    const { contexts, currentContext } = await readKubeconfig(place);
    const listed = [...contexts.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, cluster, user, namespace, file }) => {
        const current = name === currentContext;
        return { name, current, cluster, user, namespace, file };
      });
    if (flags.output === "json")
      terminal.result(JSON.stringify(listed, null, 2));
    else if (flags.output === "table") terminal.result(table(listed, columns));
    else if (listed.length > 0)
      terminal.result(listed.map(({ name }) => name).join("\n"));
  });
}

const columns: readonly Column<ContextListing>[] = [
  ["CURRENT", ({ current }) => (current ? "*" : "")],
  ["NAME", ({ name }) => name],
  ["CLUSTER", ({ cluster }) => cluster ?? ""],
  ["AUTHINFO", ({ user }) => user ?? ""],
  ["NAMESPACE", ({ namespace }) => namespace ?? ""],
];

/** `kubewright context current`: prints the name of the current context. */
export async function currentContext(
  flags: ContextFlags,
  streams: Streams,
): Promise<void> {
  await withTerminal(flags, streams, async (terminal, place) => {
    const { currentContext: name } = await readKubeconfig(place);
    if (name === undefined)
      throw failure({
        code: "no-current-context",
        message: "no context is the current one",
        hint: "choose one with kubewright context use NAME; kubewright context list shows them",
      });
    terminal.result(name);
  });
}

/** `kubewright context use`, `delete` and `rename`. */
export async function runContextChange(
  change: ContextChange,
  flags: ContextFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  await withTerminal(flags, streams, async (terminal, place) => {
    const wait = { milliseconds: patience, signal };
    const changed = await changeContext(change, place, wait);
    terminal.note(summaryOf(change, changed));
    if (change.kind === "delete" && changed.wasCurrent)
      terminal.diagnostic({
        severity: "warning",
        code: "current-context-deleted",
        message: `"${change.name}" was the current context, and still is by name`,
        hint: "choose another with kubewright context use NAME",
      });
  });
}

function summaryOf(change: ContextChange, { file }: ChangedContext): string {
  switch (change.kind) {
    case "use":
      return `switched to context "${change.name}" in "${file}"`;
    case "delete":
      return `deleted context "${change.name}" from "${file}"`;
    case "rename":
      return `renamed context "${change.name}" to "${change.to}" in "${file}"`;
  }
}

/** Prints the problems that a command has. */
async function withTerminal(
  { kubeconfig, quiet }: ContextFlags,
  streams: Streams,
  work: (terminal: Terminal, place: KubeconfigPlace) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(streams, { quiet });
  try {
    await work(terminal, { kubeconfig, environment: streams.environment });
  } catch (error) {
    if (error instanceof GenerationFailed)
      for (const problem of error.diagnostics) terminal.diagnostic(problem);
    throw error;
  }
}
