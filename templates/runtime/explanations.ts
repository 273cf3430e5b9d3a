import type { Denied } from "./forbidden.js";
import type { StatusAnswer } from "./types.js";

/** What errors say beside the words of the server and of the platform. */
export interface Explanations {
  /** What an authorizer did not allow; undefined where something else was refused. */
  denied(body: StatusAnswer): Denied | undefined;
  /** What to look at where a request was refused; empty where nothing is known. */
  refusal(status: number, denied: Denied | undefined): string;
  /** The server's message, as it is easiest to read. */
  message(body: StatusAnswer): string;
  /** What a code of a connection's error means; undefined where it is not known. */
  connection(code: string): string | undefined;
  /** What it may be where `fetch` says no more than that it failed. */
  failedFetch(server: string): string;
}

/** Those that there are: none, until `explainErrors` was called. Programs over `fetch` that take single verbs do without. */
export const explanations: Partial<Explanations> = {};
