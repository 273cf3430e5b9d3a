// Runs a bundle of ES modules as a page would: without `process`, `Buffer` or any module of Node.js.
//
//   node --experimental-vm-modules page.mjs BUNDLE ORIGIN     ORIGIN is the server that the page would be from
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SourceTextModule, createContext } from "node:vm";

/** What a page has for a client, and nothing of Node.js. */
const web = {
  ...{ AbortController, AbortSignal, Blob, DOMException, Event, EventTarget },
  ...{ FormData, Headers, ReadableStream, Request, Response, TransformStream },
  ...{ TextDecoder, TextDecoderStream, TextEncoder, URL, URLSearchParams },
  ...{ WritableStream, atob, btoa, crypto, performance, queueMicrotask },
  ...{ clearInterval, clearTimeout, setInterval, setTimeout, structuredClone },
  ...{ CompressionStream, DecompressionStream },
};

const [, , bundle, origin] = process.argv;
await runAsPage(bundle, new URL(origin));

async function runAsPage(entry, location) {
  const page = createContext({ ...web, console, location, fetch });
  page.self = page.window = page;

  const modules = new Map();
  const load = (file) => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const module = new SourceTextModule(readFileSync(file, "utf8"), {
      context: page,
      identifier: file,
      importModuleDynamically: async (name) => {
        const imported = load(join(file, "..", name));
        if (imported.status === "unlinked") await imported.link(follow);
        await imported.evaluate();
        return imported;
      },
    });
    modules.set(file, module);
    return module;
  };
  const follow = (name, { identifier }) => load(join(identifier, "..", name));
  const module = load(entry);
  await module.link(follow);
  await module.evaluate();
}
