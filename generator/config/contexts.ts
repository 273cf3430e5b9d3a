import { failure } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import type { Kubeconfig } from "../../templates/runtime/kubeconfig.js";

/** What is read of the process around. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How many contexts a message lists: a terminal shows no more at once. */
const listed = 20;

/** The contexts of the kubeconfigs that outputs name. Each kubeconfig is read once, when it is needed. */
export class Contexts {
  readonly #environment: Environment;
  readonly #read: Map<string, Promise<Kubeconfig>> = new Map();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * The contexts that a pattern stands for, sorted.
   *
   * @throws {GenerationFailed} `context-not-found`, `bad-configuration`
   */
  async matching(
    pattern: string,
    kubeconfig: string | undefined,
  ): Promise<readonly string[]> {
    const config = await this.#kubeconfig(kubeconfig);
    if (config.contexts.has(pattern)) return [pattern];
    const expression = new RegExp(
      `^${pattern.split("*").map(literally).join(".*")}$`,
      "su",
    );
    const names = [...config.contexts.keys()].sort();
    const found = names.filter((name) => expression.test(name));
    if (found.length > 0) return found;
    throw notFound(
      `no context of ${filesOf(config)} matches "${pattern}"`,
      names,
    );
  }

  /** @throws {GenerationFailed} `context-not-found`, `bad-configuration` */
  async check(name: string, kubeconfig: string | undefined): Promise<void> {
    const config = await this.#kubeconfig(kubeconfig);
    if (config.contexts.has(name)) return;
    const names = [...config.contexts.keys()].sort();
    throw notFound(
      `there is no context "${name}" in ${filesOf(config)}`,
      names,
      nearNames(name, names),
    );
  }

  #kubeconfig(path = ""): Promise<Kubeconfig> {
    const read = this.#read.get(path) ?? this.#load(path);
    this.#read.set(path, read);
    return read;
  }

  async #load(path: string): Promise<Kubeconfig> {
    const { readKubeconfig } = await import("../context/change.js");
    return readKubeconfig({
      kubeconfig: path,
      environment: this.#environment,
    });
  }
}

/** Whether a context stands for as many as match it. */
export function isPattern(context: string): boolean {
  return context.includes("*");
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function filesOf({ files, missing }: Kubeconfig): string {
  const all = [...files, ...missing].map((file) => `"${file}"`);
  return all.length === 0 ? "the empty $KUBECONFIG" : all.join(", ");
}

function notFound(
  message: string,
  names: readonly string[],
  near: readonly string[] = [],
): Error {
  return failure({
    code: "context-not-found",
    message,
    hint:
      near.length > 0
        ? `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
        : hintOf(names),
  });
}

function hintOf(names: readonly string[]): string {
  if (names.length === 0)
    return "there are no contexts; --kubeconfig names another file";
  const shown = names.slice(0, listed).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return `there are ${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}
