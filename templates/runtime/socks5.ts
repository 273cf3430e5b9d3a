import { isIP, type Socket } from "node:net";
import { ProxyError } from "./proxy-errors.js";
import type { ProxyServer } from "./proxy.js";

/** Where a proxy is asked to connect to. */
export interface TunnelTarget {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Has a SOCKS 5 proxy connect an open socket to a server: https://www.rfc-editor.org/rfc/rfc1928, with the user name and
 * password of https://www.rfc-editor.org/rfc/rfc1929. A name is left to the proxy to look up.
 *
 * @throws {ProxyError} where it does not
 */
export async function connectBySocks5(
  socket: Socket,
  target: TunnelTarget,
  { label, user }: ProxyServer,
): Promise<void> {
  try {
    const methods = user === undefined ? [5, 1, 0] : [5, 2, 0, 2];
    socket.write(Buffer.from(methods));
    const [version, method] = await take(socket, 2);
    if (version !== 5) throw new Refusal("it does not speak SOCKS 5");
    if (method === 2 && user !== undefined) await authenticate(socket, user);
    else if (method !== 0)
      throw new Refusal(
        user === undefined
          ? "it wants a user name and a password; put them into its URL"
          : "it takes no user name and no password, and wants something else",
      );
    socket.write(connectionRequest(target));
    await readReply(socket);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new ProxyError(label, cause.message, { code: cause.code });
  }
}

class Refusal extends Error {
  /** The system's word for what the proxy saw, where it has one. */
  readonly code: string;

  constructor(message: string, code: string = "PROXY_SOCKS5") {
    super(message);
    this.code = code;
  }
}

async function authenticate(
  socket: Socket,
  { name, password }: NonNullable<ProxyServer["user"]>,
): Promise<void> {
  socket.write(
    Buffer.concat([
      Buffer.from([1]),
      withLength(name, "user name"),
      withLength(password.reveal(), "password"),
    ]),
  );
  const [, status] = await take(socket, 2);
  if (status !== 0)
    throw new Refusal(
      "it does not take the user name and the password in its URL",
    );
}

function connectionRequest({ host, port }: TunnelTarget): Buffer {
  const tail = Buffer.alloc(2);
  tail.writeUInt16BE(port);
  return Buffer.concat([Buffer.from([5, 1, 0]), addressOf(host), tail]);
}

function addressOf(host: string): Buffer {
  const version = isIP(host);
  if (version === 4) return Buffer.from([1, ...host.split(".").map(Number)]);
  return version === 6
    ? Buffer.concat([Buffer.from([4]), bytesOfIPv6(host)])
    : Buffer.concat([Buffer.from([3]), withLength(host, "host name")]);
}

/** The sixteen bytes of an address as URLs have it: groups of hexadecimal digits, and once `::` for those that are 0. */
function bytesOfIPv6(host: string): Buffer {
  const [before = [], after = []] = host
    .split("::")
    .map((text) => text.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const bytes = Buffer.alloc(16);
  [...before, ...zeros, ...after].forEach((group, index) =>
    bytes.writeUInt16BE(parseInt(group, 16), index * 2),
  );
  return bytes;
}

function withLength(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length > 255)
    throw new Refusal(`SOCKS 5 takes no ${what} of more than 255 bytes`);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

const refusals: {
  readonly [reply: number]: readonly [text: string, code?: string];
} = {
  2: ["its rules do not allow the connection"],
  3: ["it cannot reach the network of the server", "ENETUNREACH"],
  4: ["it cannot reach the server", "EHOSTUNREACH"],
  5: ["the server refused its connection", "ECONNREFUSED"],
  6: ["the server is too far away for it", "EHOSTUNREACH"],
  8: ["it does not take addresses of this kind"],
};

async function readReply(socket: Socket): Promise<void> {
  const [, reply = 1, , kind] = await take(socket, 4);
  if (reply !== 0) {
    const [text, code] = refusals[reply] ?? ["it cannot connect to the server"];
    throw new Refusal(`${text} (SOCKS 5 reply ${reply})`, code);
  }
  const fixed = kind === 1 ? 4 : kind === 4 ? 16 : undefined;
  const [length = 0] = fixed === undefined ? await take(socket, 1) : [fixed];
  await take(socket, length + 2);
}

function take(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const bytes = socket.read(length) as Buffer | null;
      if (bytes?.length !== length) return;
      forget();
      resolve(bytes);
    };
    const fail = (error?: Error): void => {
      forget();
      const closed = new Refusal("it closed the connection", "ECONNRESET");
      reject(error instanceof Error ? error : closed);
    };
    const forget = (): void => {
      socket.off("readable", look).off("end", fail);
      socket.off("close", fail).off("error", fail);
    };
    socket.on("readable", look).on("end", fail);
    socket.on("close", fail).on("error", fail);
    look();
  });
}
