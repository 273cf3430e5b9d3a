import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { inspect } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { send } from "../../templates/runtime/request.js";
import { open } from "./connections.js";

const secret = "pw-of-somebody";
const encoded = Buffer.from(`user:${secret}`).toString("base64");

/** The port of something that answers with what it was sent. */
async function echo(answer: (asked: string) => string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (asked) => socket.end(answer(asked.toString())));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function printed(error: unknown): string {
  const text = inspect(error, { depth: 9, showHidden: true });
  const { cause } = error as { cause?: { cause?: { rawPacket?: Buffer } } };
  return text + String(cause?.cause?.rawPacket ?? "");
}

it.each([
  ["head", (asked: string) => `WHAT ${asked}`],
  [
    "body",
    (asked: string) =>
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ ${asked}`,
  ],
])("a broken %s that echoes a token is not in the error", async (_, answer) => {
  const server = `http://127.0.0.1:${await echo(answer)}`;
  const { transport } = await open({ server, token: secret });
  const error: unknown = await send(transport, {
    method: "POST",
    path: "/",
  }).catch((thrown: unknown) => thrown);
  expect(printed(error)).toContain("HTTPParserError");
  expect(printed(error)).not.toContain(secret);
});

it.each([
  ["a broken answer", (asked: string) => `WHAT ${asked}`],
  [
    "a reason",
    (asked: string) => `HTTP/1.1 403 ${asked.replace(/\s+/g, " ")}\r\n\r\n`,
  ],
])("%s of a proxy that echoes a password is not", async (_, answer) => {
  const proxyUrl = `http://user:${secret}@127.0.0.1:${await echo(answer)}`;
  const { transport } = await open({
    server: "https://10.0.0.1",
    insecureSkipTlsVerify: true,
    proxyUrl,
  });
  const error: unknown = await send(transport, {
    method: "POST",
    path: "/",
  }).catch((thrown: unknown) => thrown);
  expect(printed(error)).toContain("ProxyError");
  expect(printed(error)).not.toContain(encoded);
});
