/** Carries requests to one cluster, as one identity. */
export interface Transport {
  /**
   * Sends one request and gives the answer once its headers are there, whatever its status.
   *
   * @throws {ConnectionError} when no answer came
   */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Ends idle connections at once, and the others when they are done. */
  close(): Promise<void>;
  /**
   * Aborted when this is closed, with an error that says so: what would never be done by itself, as a watch, ends then. What
   * stands around another transport hands on that one's.
   */
  readonly closeSignal?: AbortSignal | undefined;
}

/** A request as a transport takes it: nothing about Kubernetes in it. */
export interface TransportRequest {
  readonly method: string;
  /** Absolute and encoded, without the server's own prefix: `/api/v1/pods`. */
  readonly path: string;
  /** Name and value pairs; a name may come more than once. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Names in lower case; several values are sent as so many headers, never joined. */
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** How long the answer's headers may take, in milliseconds. */
  readonly headersTimeoutMs?: number | undefined;
  /** How long the body may pause, in milliseconds; 0 for no limit. */
  readonly idleTimeoutMs?: number | undefined;
  /** Which try of one call this is, counted from 1. Default: 1. */
  readonly attempt?: number | undefined;
  /** True where the answer is read at once, so that it may travel compressed. */
  readonly compressible?: boolean | undefined;
  /**
   * Asks for a WebSocket in place of a body, by one of these subprotocols, the most wanted first. All that stands around a
   * transport (credentials, impersonation, observers) is for it too, since it is a request like any other until it is answered.
   */
  readonly webSocket?: readonly string[] | undefined;
}

/** An answer whose body is still to be read. It must be read, or dismissed, for its connection to be free again. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case; repeated headers as an array. */
  readonly headers: {
    readonly [name: string]: string | readonly string[] | undefined;
  };
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** Gives up the body. */
  dismiss(): Promise<void>;
  /** With the status 101, where one was asked for and this transport can open one. There is no body then. */
  readonly webSocket?: WebSocketConnection | undefined;
}

/** An open WebSocket: whole binary messages, in both directions. It must be listened to, or closed. */
export interface WebSocketConnection {
  /** The subprotocol that the server chose. */
  readonly protocol: string;
  /** Has what comes delivered from now on. To be called once. */
  listen(listener: WebSocketListener): void;
  /** Sends one message; done once it is handed on to the network. @throws {ConnectionError} where the connection has ended */
  send(message: Uint8Array): Promise<void>;
  /** Stops reading from the network, but for what is here already. */
  pause(): void;
  resume(): void;
  /** Says goodbye; after a short time without an answer the connection is cut. What was sent before still goes out. */
  close(): void;
}

/** What is told of a WebSocket. */
export interface WebSocketListener {
  message(bytes: Uint8Array): void;
  /** The last that is told. @param error undefined where either side closed it as it should */
  closed(error: Error | undefined): void;
}
