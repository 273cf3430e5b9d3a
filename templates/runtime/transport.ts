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
}
