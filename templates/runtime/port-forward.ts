import type { ByteQueue } from "./byte-queue.js";
import { Channels, openWebSocket } from "./channels.js";
import { Deadline } from "./deadline.js";
import { ConnectionError } from "./errors.js";
import { collectionPath } from "./list.js";
import { pathSegment } from "./path.js";
import { queryOf } from "./query.js";
import { lateMessage, type ApiRequest } from "./request.js";
import type {
  PortConnection,
  PortForward,
  PortForwardBehaviour,
  RequestOptions,
  ResourceTarget,
  WebSocketConnection,
} from "./types.js";

const portChannel = { data: 0, error: 1 };

/** Each channel begins with the number of its port. */
const prefixBytes = 2;

/**
 * A way to ports of a pod, by the protocol `v4.channel.k8s.io`: a WebSocket for each connection.
 *
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go
 */
export const forwardPorts: PortForwardBehaviour = (
  target: ResourceTarget,
  name: string,
  ports: readonly number[],
  options: RequestOptions,
): PortForward => {
  const path = `${collectionPath(target)}/${pathSegment("name", name)}/portforward`;
  if (!Array.isArray(ports) || ports.length === 0)
    throw new TypeError('"ports" must name the ports of the pod: [8080]');
  for (const port of ports)
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new TypeError(`not the number of a port: ${String(port)}`);
  return {
    ports,
    async connect(wanted?: number) {
      const port = wanted ?? ports[0];
      if (port === undefined || !ports.includes(port))
        throw new TypeError(
          `the port ${port} is not among those that are forwarded: ${ports.join(", ")}`,
        );
      const request = {
        method: "GET",
        path,
        query: queryOf({ ports: String(port) }),
        headers: options.headers,
        timeoutMs: options.timeoutMs,
        accept: "*/*",
        webSocket: ["v4.channel.k8s.io"],
      };
      const deadline = new Deadline(options, lateMessage(request));
      try {
        const { transport } = target;
        const socket = await openWebSocket(transport, request, deadline.signal);
        return new Connection(socket, port, request, deadline);
      } catch (error) {
        deadline.close();
        throw error;
      }
    },
  };
};

class Connection implements PortConnection {
  readonly port: number;
  readonly #channels: Channels;
  readonly #incoming: ByteQueue;
  readonly #deadline: Deadline;

  constructor(
    socket: WebSocketConnection,
    port: number,
    { method, path }: ApiRequest,
    deadline: Deadline,
  ) {
    this.port = port;
    this.#deadline = deadline;
    this.#channels = new Channels(socket);
    this.#incoming = this.#channels.queue(portChannel.data, prefixBytes);
    deadline.signal.addEventListener("abort", this.#abort);
    const decoder = new TextDecoder();
    let skip = prefixBytes;
    let said = "";
    this.#channels.listen({
      message: (from, bytes) => {
        if (from !== portChannel.error) return;
        said += decoder.decode(bytes.subarray(skip), { stream: true });
        skip = Math.max(0, skip - bytes.length);
      },
      closing: (error) =>
        said === ""
          ? error
          : new ConnectionError(`${method} ${path}: port ${port}: ${said}`, {
              sent: true,
            }),
      closed: () => this.#end(),
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void, undefined> {
    return this.#incoming[Symbol.asyncIterator]();
  }

  bytes(): Promise<Uint8Array> {
    return this.#incoming.bytes();
  }

  text(): Promise<string> {
    return this.#incoming.text();
  }

  write(data: string | Uint8Array): Promise<void> {
    return this.#channels.send(portChannel.data, data);
  }

  close(): void {
    this.#end();
    this.#channels.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  readonly #abort = (): void => {
    this.#end();
    this.#channels.abandon(this.#deadline.signal.reason);
  };

  #end(): void {
    this.#deadline.signal.removeEventListener("abort", this.#abort);
    this.#deadline.close();
  }
}
