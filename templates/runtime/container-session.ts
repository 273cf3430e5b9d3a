import type { ByteQueue } from "./byte-queue.js";
import { Channels, unawaited } from "./channels.js";
import type { Deadline } from "./deadline.js";
import { ApiError, ConnectionError } from "./errors.js";
import type { ApiRequest } from "./request.js";
import type {
  ByteSink,
  ByteStream,
  ContainerSession,
  ExecOutput,
  ExitStatus,
  SessionOptions,
  StatusAnswer,
  WebSocketConnection,
} from "./types.js";

// https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4 };

/** A session on the channels of one WebSocket. */
export class Session implements ContainerSession {
  readonly stdin: ByteSink;
  readonly stdout: ByteStream;
  readonly stderr: ByteStream;
  readonly exit: Promise<ExitStatus>;
  readonly #channels: Channels;
  readonly #request: ApiRequest;
  readonly #options: SessionOptions;
  readonly #deadline: Deadline;
  #settle: {
    resolve(status: ExitStatus): void;
    reject(error: unknown): void;
  } = { resolve: () => undefined, reject: () => undefined };
  /** The status as far as it has come. */
  #status: string = "";
  #inputEnded: boolean = false;
  #ended: boolean = false;

  constructor(
    socket: WebSocketConnection,
    request: ApiRequest,
    options: SessionOptions,
    deadline: Deadline,
  ) {
    this.#channels = new Channels(socket);
    this.#request = request;
    this.#options = options;
    this.#deadline = deadline;
    this.exit = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Nobody has to wait for it.
    this.exit.catch(() => undefined);
    this.stdin = {
      write: (data) => this.#write(data),
      end: () => unawaited(this.#endInput()),
    };
    this.stdout = this.#output(channel.stdout, options.stdout !== false);
    this.stderr = this.#output(channel.stderr, readsStderr(options));
    deadline.signal.addEventListener("abort", this.#abort);
    const decoder = new TextDecoder();
    this.#channels.listen({
      message: (from, bytes) => {
        if (from !== channel.status) return;
        this.#status += decoder.decode(bytes, { stream: true });
        this.#readStatus();
      },
      closed: (error) => this.#closed(error),
    });
  }

  get protocol(): string {
    return this.#channels.protocol;
  }

  async resize({
    columns,
    rows,
  }: {
    readonly columns: number;
    readonly rows: number;
  }): Promise<void> {
    if (this.#options.tty !== true)
      throw new TypeError('only a terminal has a size: set "tty"');
    for (const [name, size] of Object.entries({ columns, rows }))
      if (!Number.isInteger(size) || size < 1 || size > 65_535)
        throw new TypeError(`"${name}" is not the size of a terminal: ${size}`);
    const text = JSON.stringify({ Width: columns, Height: rows });
    await this.#channels.send(channel.resize, text);
  }

  async output(input?: string | Uint8Array): Promise<ExecOutput> {
    const write = async (): Promise<void> => {
      if (input === undefined) return;
      try {
        await this.stdin.write(input);
        await this.stdin.end();
      } catch (error) {
        // A program need not read its input to the end, nor need its end be later than that of the program.
        if (!this.#ended && !(error instanceof ConnectionError)) throw error;
      }
    };
    try {
      const [stdout, stderr, { code, message }] = await Promise.all([
        this.stdout.text(),
        this.stderr.text(),
        this.exit,
        write(),
      ]);
      return { code, message, stdout, stderr };
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#giveUp(new DOMException("the session was closed", "AbortError"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #output(number: number, wanted: boolean): ByteQueue {
    const queue = this.#channels.queue(number);
    if (!wanted) queue.end();
    return queue;
  }

  /** @throws {TypeError} at once, where there is nothing to write to */
  #write(data: string | Uint8Array): Promise<void> {
    this.#checkInput();
    return this.#channels.send(channel.stdin, data);
  }

  async #endInput(): Promise<void> {
    if (this.#inputEnded) return;
    this.#checkInput();
    if (!this.#channels.canEndOne)
      throw new Error(
        `stdin cannot be ended: the server speaks ${this.protocol}, where only the whole session can be; close() does`,
      );
    this.#inputEnded = true;
    await this.#channels.end(channel.stdin);
  }

  #checkInput(): void {
    if (this.#options.stdin !== true)
      throw new TypeError('the program has no input: set "stdin"');
    if (this.#inputEnded) throw new TypeError("stdin was ended already");
  }

  /** The last that the server says: a Status, whole once it can be read. */
  #readStatus(): void {
    let status: StatusAnswer;
    try {
      status = JSON.parse(this.#status) as StatusAnswer;
    } catch {
      return;
    }
    const code = exitCode(status);
    if (code !== undefined)
      this.#settle.resolve({ code, message: status.message || undefined });
    else this.#settle.reject(this.#failure(status));
    this.#end();
    this.#channels.close();
  }

  #failure(body: StatusAnswer): ApiError {
    const { method, path } = this.#request;
    return new ApiError({ method, path, status: body.code ?? 500, body });
  }

  #closed(error: Error | undefined): void {
    this.#end();
    const { method, path } = this.#request;
    this.#settle.reject(
      error ??
        new ConnectionError(
          `${method} ${path}: the connection was closed before the server told how the program ended`,
          { sent: true },
        ),
    );
  }

  readonly #abort = (): void => this.#giveUp(this.#deadline.signal.reason);

  #giveUp(reason: unknown): void {
    if (this.#ended) return this.#channels.close();
    this.#end();
    this.#settle.reject(reason);
    // What waits for input goes on to its end; a shell ends.
    if (this.#options.stdin === true && this.#channels.canEndOne)
      void this.#channels.end(channel.stdin);
    this.#channels.abandon(reason);
  }

  #end(): void {
    this.#ended = true;
    this.#deadline.signal.removeEventListener("abort", this.#abort);
    this.#deadline.close();
  }
}

/** Whether a session has a standard error of its own. */
export function readsStderr({ stderr, tty }: SessionOptions): boolean {
  return stderr ?? tty !== true;
}

/** Undefined where the program did not come to an end of its own. */
function exitCode({
  status,
  reason,
  details,
}: StatusAnswer): number | undefined {
  if (status === "Success") return 0;
  if (reason !== "NonZeroExitCode") return undefined;
  const cause = details?.causes?.find((c) => c.reason === "ExitCode");
  const code = Number(cause?.message);
  return Number.isInteger(code) ? code : undefined;
}
