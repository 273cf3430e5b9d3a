/// <reference lib="esnext.disposable" preserve="true" />
import type { RequestOptions } from "./options.js";

/** What an exec and an attach have in common. `signal` and `timeoutMs` end the session, whenever that is. */
export interface SessionOptions extends RequestOptions {
  /** Default: the one that the annotation `kubectl.kubernetes.io/default-container` names, or the pod's first. */
  container?: string | undefined;
  /** Whether the program gets input. Default: false; it then finds none. */
  stdin?: boolean | undefined;
  /** Default: true. */
  stdout?: boolean | undefined;
  /** Default: true, but for a terminal, which has one output for both. */
  stderr?: boolean | undefined;
  /** Gives the program a terminal. With an attach, the container must have one. Default: false. */
  tty?: boolean | undefined;
}

/** Options of an exec. */
export interface ExecOptions extends SessionOptions {}

/** Options of an attach. */
export interface AttachOptions extends SessionOptions {}

/** Options of an exec whose output is collected. */
export interface ExecOutputOptions extends RequestOptions {
  /** Default: the one that the annotation `kubectl.kubernetes.io/default-container` names, or the pod's first. */
  container?: string | undefined;
  /** What the program reads from its standard input, which then ends. Default: nothing. */
  input?: string | Uint8Array | undefined;
}

/** Bytes as they come, to be read once. Who leaves a loop over them in the middle gives up the rest. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** All of it. */
  bytes(): Promise<Uint8Array>;
  /** All of it, as UTF-8. */
  text(): Promise<string>;
}

/** Where bytes are written to. A write that fails and that nobody waits for does not end the process. */
export interface ByteSink {
  /**
   * Text goes out as UTF-8, behind all that was written before. Done once it is handed on to the network: to await it is to write no
   * faster than is read. Large pieces are faster: each takes a round trip to the server.
   */
  write(data: string | Uint8Array): Promise<void>;
  /** Ends it: the other side finds the end of its input. */
  end(): Promise<void>;
}

/** How a program ended, as far as the API server knows: one that loses the kubelet meanwhile reports success, to kubectl too. */
export interface ExitStatus {
  /** 0 for success. Of an attach, only 0 is known: that the container ended is all that is told. */
  readonly code: number;
  /** What the server says of it; undefined for success. */
  readonly message: string | undefined;
}

/** The end of a program, and all that it wrote. */
export interface ExecOutput extends ExitStatus {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A program in a container, while it runs. Its outputs share one connection: where a megabyte of one of them is not read, and nobody
 * waits for the other, the program waits.
 */
export interface ContainerSession {
  /** `v5.channel.k8s.io`, or `v4.channel.k8s.io` from servers before Kubernetes 1.30: there, `stdin` cannot be ended by itself. */
  readonly protocol: string;
  readonly stdin: ByteSink;
  /** With a terminal, what goes to standard error comes here too. */
  readonly stdout: ByteStream;
  /** Empty where it was not asked for, and with a terminal. */
  readonly stderr: ByteStream;
  /**
   * How the program ended. It rejects with a {@link ConnectionError} where the connection ended before it, with an {@link ApiError}
   * where the program could not be started, and with the reason of `signal`; nobody needs to wait for it.
   */
  readonly exit: Promise<ExitStatus>;
  /** Tells the program how large its terminal is, in characters. */
  resize(size: {
    readonly columns: number;
    readonly rows: number;
  }): Promise<void>;
  /** Reads all output, and waits for the end. `input`, where it is given, is written first, and `stdin` ended. */
  output(input?: string | Uint8Array): Promise<ExecOutput>;
  /**
   * Ends the session at once. The program finds the end of its input, and with a terminal most container runtimes hang it up; one that
   * heeds neither goes on running: the protocol has no way to kill it.
   */
  close(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A way to ports of a pod. Nothing is open yet. */
export interface PortForward {
  readonly ports: readonly number[];
  /**
   * Connects to a port, by a connection of its own to the API server.
   *
   * @param port default: the first of `ports`
   * @throws {ApiError} `isNotFound` where there is no such pod
   */
  connect(port?: number): Promise<PortConnection>;
}

/**
 * A connection to a program in a pod. The protocol has no half-close: a program that reads to the end of its input before it answers
 * never finds that end. Where nothing listens on the port, reading fails.
 */
export interface PortConnection extends ByteStream {
  readonly port: number;
  /** As in a {@link ByteSink}. */
  write(data: string | Uint8Array): Promise<void>;
  /** Ends both directions; what came can still be read. */
  close(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
