import type { Credentials, SentCredentials } from "./credentials.js";
import { ConfigError } from "./errors.js";
import { isHeaderValue, unsendable } from "./header-value.js";

/**
 * Gives a bearer token. It is called when the first request goes out, when what it gave is a minute old, and when the server did
 * not accept it: then with that token, so that what has a cache of its own gives another one.
 */
export type TokenFunction = (
  refused: string | undefined,
) => string | Promise<string>;

/** Tokens of a function. All requests that want one at the same time share what one call gives. */
export function tokensOf(read: TokenFunction): Credentials {
  return new FunctionTokens(read);
}

// As with the file of a token.
const maxAgeMs = 60_000;

class FunctionTokens implements Credentials {
  readonly #read: TokenFunction;
  #current: Promise<string> | undefined;
  #staleAt: number = -Infinity;

  constructor(read: TokenFunction) {
    this.#read = read;
  }

  async authorization(): Promise<string> {
    const isFresh = performance.now() < this.#staleAt;
    const token = (isFresh && this.#current) || this.#call(undefined);
    return `Bearer ${await token}`;
  }

  async renew(sent?: SentCredentials): Promise<boolean> {
    const refused = sent?.authorization ?? (await this.authorization());
    const known = this.#current;
    if (known !== undefined && refused !== `Bearer ${await known}`) return true;
    // Of many that were refused at once, the first calls.
    const called = this.#current === known ? undefined : this.#current;
    const token = called ?? this.#call(refused.replace(/^Bearer /, ""));
    return refused !== `Bearer ${await token}`;
  }

  #call(refused: string | undefined): Promise<string> {
    const token = this.#readAnew(refused);
    this.#current = token;
    this.#staleAt = performance.now() + maxAgeMs;
    token.catch(() => {
      // What failed is tried again by the next request.
      if (this.#current === token) this.#current = undefined;
    });
    return token;
  }

  async #readAnew(refused: string | undefined): Promise<string> {
    let token: string;
    try {
      token = await this.#read(refused);
    } catch (cause) {
      throw new ConfigError(
        `the function of the option "token" failed: ${(cause as Error).message}`,
        { cause, transient: true },
      );
    }
    const bad = (what: string): ConfigError =>
      new ConfigError(`the function of the option "token" gave ${what}`);
    if (typeof token !== "string" || token === "") throw bad("no token");
    if (!isHeaderValue(token)) throw bad(`a token that has ${unsendable}`);
    return token;
  }
}
