import { readFile, realpath } from "node:fs/promises";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { failure } from "../diagnostics.js";

/** A server of this machine alone that shows a site. */
export interface SiteServer {
  /** Where the site begins: `http://127.0.0.1:41235/`. */
  readonly address: string;
  /**
   * From now on there are these files, and no others; until then requests are answered with 503.
   *
   * @param files their paths below the folder, with `/`
   */
  show(folder: string, files: readonly string[]): void;
  /** Ends it, and all connections. */
  close(): Promise<void>;
}

/** What a request is answered with. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** What the files of a site are. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 for any that is free
 * @throws {GenerationFailed} where that port cannot be had
 */
export async function listen(port: number): Promise<SiteServer> {
  let shown: { folder: string; files: ReadonlySet<string> } | undefined;
  const server = createServer((request, response) => {
    const answer =
      shown === undefined
        ? text(503, "the site is being made")
        : answerTo(request, shown.folder, shown.files);
    void Promise.resolve(answer).then((found) => send(response, found));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(unusable(port, error)));
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(taken)}/`,
    show: (folder, files) => {
      shown = { folder, files: new Set(files) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(
  { method, url = "", headers: { host = "" } }: IncomingMessage,
  folder: string,
  files: ReadonlySet<string>,
): Promise<Answer> {
  // A page of a stranger may give a name of its own this address, and would read what your cluster has.
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host))
    return text(403, "this is for 127.0.0.1 and localhost alone");
  if (method !== "GET" && method !== "HEAD")
    return {
      ...text(405, "there is only GET and HEAD"),
      headers: { Allow: "GET, HEAD" },
    };
  const path = pathOf(url);
  // Links are relative to the folder that a page is in: without the slash they would lead elsewhere.
  if (files.has(`${path}/index.html`))
    return {
      ...text(302, "it is a folder"),
      headers: { Location: `/${encodeURI(path)}/` },
    };
  const file = path.replace(/(?<=^|\/)$/, "index.html");
  const body = files.has(file) ? await contentOf(folder, file) : undefined;
  return body === undefined
    ? text(404, "there is no such page: begin at /")
    : {
        status: 200,
        headers: { "Content-Type": types[extname(file)] ?? binary },
        body,
      };
}

const binary = "application/octet-stream";

/** The path of a request, as files are called; as it stands where it cannot be read, which no file is called. */
function pathOf(url: string): string {
  const [path = ""] = url.split(/[?#]/, 1);
  try {
    return decodeURIComponent(path).replace(/^\//, "");
  } catch {
    return path;
  }
}

/** Undefined where it is not there any more, or a link has taken its place. */
async function contentOf(
  folder: string,
  file: string,
): Promise<Buffer | undefined> {
  try {
    const path = join(await realpath(folder), file);
    return (await realpath(path)) === path ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

function text(status: number, message: string): Answer {
  return { status, body: `${message}\n` };
}

function send(
  response: ServerResponse,
  { status, headers, body = "" }: Answer,
): void {
  response
    .writeHead(status, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": Buffer.byteLength(body),
      // The next run may write other pages.
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    })
    .end(body);
}

function unusable(port: number, error: NodeJS.ErrnoException): Error {
  const why =
    error.code === "EADDRINUSE"
      ? "is in use"
      : `cannot be listened on (${error.code ?? error.message})`;
  return failure(
    {
      code: "unusable-port",
      message: `port ${String(port)} of 127.0.0.1 ${why}`,
      hint: "name another with --port, or leave it out: then a free one is taken",
    },
    { cause: error },
  );
}
