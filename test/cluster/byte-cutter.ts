import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

import { inject, onTestFinished } from "vitest";

/** What ends TLS in front of the API server, and breaks a connection behind the byte of its answer that is said. */
export interface ByteCutter {
  readonly server: string;
  /** The bodies of all answers, in their order, as far as the server has sent them. */
  readonly bodies: string[];
}

/**
 * The header that a request is cut by: `NAME:BYTES`. Of the requests with one value, the first alone is cut: whoever comes
 * again gets through.
 */
export const cutHeader = "x-cut-behind";

/**
 * Starts one that runs until the test is done.
 *
 * @param inFront text that comes in front of each answer that is cut, as if the server had sent it
 */
export async function startByteCutter(inFront = ""): Promise<ByteCutter> {
  const { certificateAuthority, server: target } = inject("cluster");
  const folder = dirname(certificateAuthority);
  const read = (file: string): Promise<Buffer> => readFile(join(folder, file));
  const ca = await readFile(certificateAuthority);
  const seen = new Set<string>();
  const bodies: string[] = [];
  const server = createServer(
    { cert: await read("server.crt"), key: await read("server.key") },
    (near, response) => {
      const cut = String(near.headers[cutHeader]);
      const [, bytes] = cut.split(":");
      const limit = seen.has(cut) || !bytes ? undefined : Number(bytes);
      seen.add(cut);
      const url = new URL(near.url ?? "/", target);
      const { method, headers } = near;
      const far = request(url, { method, headers, ca });
      far.once("error", () => response.destroy());
      far.once("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        const index = bodies.push("") - 1;
        answer.on("data", (part) => (bodies[index] += String(part)));
        passSome(answer, response, inFront, limit);
      });
      response.once("close", () => far.destroy());
      near.pipe(far);
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { server: `https://127.0.0.1:${port}`, bodies };
}

/** Passes so many bytes on, or all, and breaks the connection behind them, when they have gone. */
function passSome(
  answer: IncomingMessage,
  response: ServerResponse,
  inFront: string,
  limit: number | undefined,
): void {
  const stop = (): unknown => response.destroy();
  answer.on("error", stop);
  if (limit === undefined) return void answer.pipe(response);
  let left = limit;
  if (left === 0) setImmediate(stop);
  const pass = (part: Buffer): void => {
    if (left === 0 || part.length === 0) return;
    const passed = part.subarray(0, left);
    left -= passed.length;
    response.write(passed, () => {
      // What was written has yet to leave through TLS.
      if (left === 0) setTimeout(stop, 5);
    });
  };
  pass(Buffer.from(inFront));
  answer.on("data", pass);
  answer.once("end", stop);
}
