import { spawn } from "node:child_process";
import { join } from "node:path";

import { typescript } from "../places.mjs";

/** TypeScript's server, as an editor talks to it. */
export class TsServer {
  #child = spawn(
    process.execPath,
    [
      join(typescript, "tsserver.js"),
      "--disableAutomaticTypingAcquisition",
      "--suppressDiagnosticEvents",
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  #sequence = 0;
  #waiting = new Map();
  #rest = Buffer.alloc(0);

  constructor() {
    this.#child.stdout.on("data", (chunk) => {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      this.#take();
    });
  }

  /** Sends what has no answer. */
  notify(command, args) {
    this.#sequence += 1;
    const seq = this.#sequence;
    const message = { seq, type: "request", command, arguments: args };
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    return seq;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws {Error} where it refuses
   */
  request(command, args) {
    const seq = this.notify(command, args);
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { resolve, reject });
    });
  }

  close() {
    this.#child.stdin.end();
    this.#child.kill();
  }

  /** Takes whole messages off what has come: a header with the length, an empty line, and JSON. */
  #take() {
    for (;;) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const [, length] = /Content-Length: (\d+)/.exec(
        this.#rest.subarray(0, end).toString(),
      );
      const from = end + 4;
      const to = from + Number(length);
      if (this.#rest.length < to) return;
      this.#answer(JSON.parse(this.#rest.subarray(from, to).toString()));
      this.#rest = this.#rest.subarray(to);
    }
  }

  #answer({ type, request_seq: seq, success, message, body }) {
    if (type !== "response") return;
    const { resolve, reject } = this.#waiting.get(seq) ?? {};
    this.#waiting.delete(seq);
    if (success) resolve?.(body);
    else reject?.(new Error(message));
  }
}
