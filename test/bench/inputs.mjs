import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { startClusterServer } from "./again/start-server.mjs";
import { mergeFiles, unpackCapture } from "./captures.mjs";
import { startListServer } from "./list/start-server.mjs";
import { cli, peers, root } from "./places.mjs";
import { writeSynthetic } from "./synthetic.mjs";
import { startWatchServer } from "./watch/start-server.mjs";

/** How large the documents of a made-up kind are: a thousand of them have 100 MiB. */
const mebibytesPerKind = 0.1;

/**
 * What rows work on: made where a row first asks for it, and there for all that follow.
 */
export class Inputs {
  #servers = new Map();

  /** @param {string} folder an empty one */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * The documents of a capture: a folder of them, and one file with all.
   *
   * @param {string} name
   * @throws {Error} where the capture is not there
   */
  capture(name) {
    const documents = join(this.folder, "captures", name);
    const merged = `${documents}.json`;
    if (!existsSync(merged)) {
      unpackCapture(name, dirname(documents));
      mergeFiles(documents, merged);
    }
    return { documents, merged };
  }

  /**
   * Documents of made-up kinds: a folder of them, and one file with all.
   *
   * @param {number} kinds
   */
  synthetic(kinds) {
    const documents = join(this.folder, "synthetic", String(kinds));
    const merged = `${documents}.json`;
    if (!existsSync(merged)) {
      writeSynthetic(documents, { kinds, mebibytes: kinds * mebibytesPerKind });
      mergeFiles(documents, merged);
    }
    return { documents, merged };
  }

  /**
   * The reference site of a capture, in HTML.
   *
   * @param {string} capture
   * @returns {string} its folder
   */
  site(capture) {
    const folder = join(this.folder, "sites", capture);
    if (existsSync(folder)) return folder;
    const { documents } = this.capture(capture);
    const args = ["--from", documents, "--out", folder, "--quiet"];
    execFileSync(process.execPath, [cli, "docs", ...args]);
    return folder;
  }

  /**
   * A project with one program, `program.ts`, and a client in `k8s` where a capture is named.
   *
   * @param {string} name
   * @param {object} content
   * @param {string} content.program
   * @param {readonly string[]} [content.types] of the compiler option
   * @param {string} [content.module] of the compiler option
   * @param {string} [content.capture]
   * @param {readonly string[]} [content.form] flags that say in which form the client is
   * @returns {string} its folder
   */
  project(name, content) {
    const { program, capture, form = [] } = content;
    const folder = join(this.folder, "projects", name);
    if (existsSync(folder)) return folder;
    mkdirSync(folder, { recursive: true });
    if (capture !== undefined) {
      const { documents } = this.capture(capture);
      const args = ["--from", documents, "--out", join(folder, "k8s")];
      execFileSync(process.execPath, [
        ...[cli, "generate", ...args],
        ...[...form, "--quiet", "--no-config"],
      ]);
    }
    const packages = capture === undefined ? peers : root;
    symlinkSync(join(packages, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    writeFileSync(join(folder, "tsconfig.json"), tsconfig(content));
    writeFileSync(join(folder, "program.ts"), program);
    return folder;
  }

  /** A server of one list, over TLS. */
  listServer() {
    return this.#server("list", () => startListServer(this.folder));
  }

  /** A server of pods to watch. */
  watchServer() {
    return this.#server("watch", startWatchServer);
  }

  /** A server that publishes 200 documents, over TLS. */
  clusterServer() {
    return this.#server("cluster", () => startClusterServer(this.folder));
  }

  #server(name, start) {
    const running = this.#servers.get(name) ?? start();
    this.#servers.set(name, running);
    return running;
  }

  /** Ends the servers. */
  async close() {
    for (const server of await Promise.allSettled(this.#servers.values()))
      server.value?.stop();
  }
}

/** What `tsc --init` sets, for a program of Node. */
function tsconfig({ types = [], module = "nodenext" }) {
  return JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types,
    },
    files: ["program.ts"],
  });
}
