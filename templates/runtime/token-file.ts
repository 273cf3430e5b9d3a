import { readFile } from "node:fs/promises";
import type { Credentials, Secret, SentCredentials } from "./credentials.js";
import { ConfigError } from "./errors.js";
import { isHeaderValue, unsendable } from "./header-value.js";

/**
 * A token in a file that is written anew from time to time: it is read at most once a minute, and when the server did not
 * accept it. While the file cannot be read, or has what no header can hold, the token that it had, or the other one given here,
 * is used, and the file is tried again every 5 seconds.
 *
 * @throws {ConfigError} where the file has no token that can be read and sent, and there is no other one
 */
export async function bearerTokenFile(
  path: string,
  other?: Secret,
): Promise<Credentials> {
  const file = new TokenFile(path, other);
  await file.authorization();
  return file;
}

// As often as client-go does: https://github.com/kubernetes/client-go/blob/master/transport/token_source.go
const tokenFileMaxAgeMs = 60_000;
const tokenFileRetryMs = 5_000;

class TokenFile implements Credentials {
  readonly #path: string;
  #token: string | undefined;
  #staleAt: number = -Infinity;
  /** What all who want the file read meanwhile wait for. */
  #reading: Promise<void> | undefined;

  constructor(path: string, other: Secret | undefined) {
    this.#path = path;
    this.#token = other?.reveal();
  }

  async authorization(): Promise<string> {
    if (performance.now() >= this.#staleAt) await this.#read();
    return `Bearer ${this.#token}`;
  }

  async renew(sent?: SentCredentials): Promise<boolean> {
    const refused = sent?.authorization ?? `Bearer ${this.#token}`;
    // What is being read may be the file as it was before: it is read once more where that brought nothing new.
    await this.#reading;
    if (refused === `Bearer ${this.#token}`) await this.#read();
    return refused !== `Bearer ${this.#token}`;
  }

  #read(): Promise<void> {
    return (this.#reading ??= this.#readAnew().finally(() => {
      this.#reading = undefined;
    }));
  }

  async #readAnew(): Promise<void> {
    try {
      const token = (await readFile(this.#path, "utf8")).trim();
      if (token === "") throw new Error("it is empty");
      if (!isHeaderValue(token)) throw new Error(`it has ${unsendable}`);
      this.#token = token;
      this.#staleAt = performance.now() + tokenFileMaxAgeMs;
    } catch (cause) {
      this.#staleAt = performance.now() + tokenFileRetryMs;
      if (this.#token !== undefined) return;
      throw new ConfigError(
        `cannot read the token file "${this.#path}": ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}
