import {
  reasonOf,
  withoutAnswer,
  type ExplainedError,
} from "./connection-errors.js";
import type { ProxyServer } from "./proxy.js";
import { excerpt } from "./status.js";

/** A proxy on the way to the server does not do; nothing was sent to the server. */
export class ProxyError extends Error implements ExplainedError {
  /** How messages name the proxy: without its user. */
  readonly proxy: string;
  readonly code: string | undefined;
  readonly meaning: string;

  constructor(
    proxy: string,
    message: string,
    facts: { code?: string | undefined; cause?: unknown },
  ) {
    super(
      message,
      facts.cause === undefined ? {} : { cause: withoutAnswer(facts.cause) },
    );
    this.proxy = proxy;
    this.code = facts.code;
    this.meaning = `the proxy ${proxy} does not do: ${message}`;
  }
}

/** What it means that an HTTP proxy answered in place of the server. */
export function refusedByProxy(
  { label, user }: ProxyServer,
  status: number,
  statusText: string = "",
): ProxyError {
  const hint =
    status !== 407
      ? ""
      : user === undefined
        ? "; put the user name and the password that it wants into its URL"
        : "; it does not take the user name and the password in its URL";
  const said = `${status} ${excerpt(statusText)}`.trim();
  return new ProxyError(label, `it answered ${said}${hint}`, {
    code: `PROXY_${status}`,
  });
}

/** An error on the way to a proxy, with its name. */
export function proxyFailure(
  { label }: ProxyServer,
  cause: unknown,
): ProxyError {
  if (cause instanceof ProxyError) return cause;
  const { code } = cause as { code?: string };
  return new ProxyError(label, reasonOf(cause), { code, cause });
}
