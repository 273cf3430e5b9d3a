import { describe, expect, it } from "vitest";
import {
  ConnectionError,
  isApiError,
  isNotFound,
} from "../../templates/runtime/errors.js";
import { refuseWith, streamingPods, type Opened } from "./stream-servers.js";
import { until } from "./servers.js";
import { echo, failure } from "./echoing-programs.js";

describe("exec", () => {
  it("says what to run, in which container, with which streams", async () => {
    const { server, pods } = await streamingPods({
      open: ({ exit }) => exit(0),
    });
    const session = await pods.exec("web-0", ["sh", "-c", "a & b"], {
      container: "main",
      stdin: true,
    });
    expect(await session.exit).toEqual({ code: 0, message: undefined });
    expect(server.asked[0]?.method).toBe("GET");
    expect(server.asked[0]?.url).toMatch(
      /^\/api\/v1\/namespaces\/default\/pods\/web-0\/exec\?command=sh/,
    );
    expect(server.opened[0]?.query).toEqual([
      ["command", "sh"],
      ["command", "-c"],
      ["command", "a & b"],
      ["container", "main"],
      ["stdin", "true"],
      ["stdout", "true"],
      ["stderr", "true"],
      ["tty", "false"],
    ]);
    expect(session.protocol).toBe("v5.channel.k8s.io");
  });

  it("complaint 18: stdin can be ended, and the exit code comes back", async () => {
    const { server, pods } = await streamingPods({
      open(opened) {
        opened.socket.on("message", (data: Buffer) => {
          if (data[0] !== 255) return;
          opened.send(1, `read ${opened.text(0)}`);
          opened.send(2, "oh");
          opened.exit(3);
        });
      },
    });
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    await session.stdin.write("wörld ");
    await session.stdin.write(new Uint8Array([33]));
    await session.stdin.end();
    await session.stdin.end();
    expect(await session.stdout.text()).toBe("read wörld !");
    expect(await session.stderr.text()).toBe("oh");
    expect(await session.exit).toEqual({
      code: 3,
      message: "command terminated with non-zero exit code: 3",
    });
    expect(server.opened[0]?.received.at(-1)).toEqual(Buffer.of(255, 0));
    await until(() => server.open() === 0);
    expect(() => session.stdin.write("x")).toThrow(/ended already/);
  });

  it("gives what a program wrote, and its code, at once", async () => {
    const { pods } = await streamingPods({ open: echo });
    expect(await pods.execOutput("web-0", ["cat"], { input: "a\nb" })).toEqual({
      code: 0,
      message: undefined,
      stdout: "a\nb",
      stderr: "",
    });
  });

  it("complaint 18: with a server of v4, stdin that is to end is an error, not a program that waits for ever", async () => {
    const { server, pods } = await streamingPods({
      protocols: ["v4.channel.k8s.io"],
      open: echo,
    });
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    expect(session.protocol).toBe("v4.channel.k8s.io");
    await expect(session.stdin.end()).rejects.toThrow(
      /cannot be ended: the server speaks v4.channel.k8s.io/,
    );
    server.opened[0]?.exit(7);
    expect((await session.exit).code).toBe(7);
    await expect(
      pods.execOutput("web-0", ["cat"], { input: "x" }),
    ).rejects.toThrow(/cannot be ended/);
    await until(() => server.open() === 0);
  });

  it("complaint 18: an abort ends the program's input and the connection, at once", async () => {
    const { server, pods } = await streamingPods();
    const abort = new AbortController();
    const session = await pods.exec("web-0", ["cat"], {
      stdin: true,
      signal: abort.signal,
    });
    const reading = session.stdout.text();
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await failure(reading)).toBe(reason);
    expect(await failure(session.exit)).toBe(reason);
    await until(() => server.open() === 0);
    expect(server.opened[0]?.received).toEqual([Buffer.of(255, 0)]);
  });

  it("complaint 18: an abort while the server does not answer ends the call", async () => {
    const { server, pods } = await streamingPods({
      refuse: (_, socket) =>
        socket.resume().on("end", () => socket.end()) === socket,
    });
    const abort = new AbortController();
    const session = pods.exec("web-0", ["cat"], { signal: abort.signal });
    await until(() => server.asked.length === 1);
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await failure(session)).toBe(reason);
    await until(() => server.open() === 0);
  });

  it("that takes too long is ended", async () => {
    const { pods } = await streamingPods();
    // On a slow machine it is over before the session is open.
    const exit = pods
      .exec("web-0", ["sleep"], { timeoutMs: 50 })
      .then((session) => session.exit);
    await expect(exit).rejects.toThrow(/exec: not done after 50 ms/);
  });

  it("is closed by its user, more than once, and by `await using`", async () => {
    const { server, pods } = await streamingPods();
    const session = await pods.exec("web-0", ["sleep"]);
    session.close();
    session.close();
    await session[Symbol.asyncDispose]();
    expect(await failure(session.exit)).toMatchObject({ name: "AbortError" });
    expect(await failure(session.stdout.text())).toMatchObject({
      name: "AbortError",
    });
    await until(() => server.open() === 0);
  });

  it("of a pod that is not there is a 404 with the server's words", async () => {
    const { server, pods } = await streamingPods({
      refuse: (_, socket) =>
        refuseWith(socket, 404, "NotFound", 'pods "x" not found'),
    });
    const error = await failure(pods.exec("x", ["ls"]));
    expect(isNotFound(error)).toBe(true);
    expect((error as Error).message).toBe(
      'GET /api/v1/namespaces/default/pods/x/exec: 404 NotFound: pods "x" not found',
    );
    await until(() => server.open() === 0);
  });

  it("whose program cannot be started fails with what the server says", async () => {
    const { pods } = await streamingPods({
      open({ send, socket }) {
        send(3, '{"status":"Failure","reason":"InternalError",');
        send(3, '"message":"no such program","code":500}');
        socket.close(1000);
      },
    });
    const session = await pods.exec("web-0", ["lss"]);
    const error = await failure(session.exit);
    expect(isApiError(error)).toBe(true);
    expect((error as Error).message).toMatch(/500 InternalError: no such/);
    expect(await session.stdout.text()).toBe("");
  });

  it("whose connection ends before the program is an error, told to who reads", async () => {
    const { server, pods } = await streamingPods({
      open: ({ send }) => send(1, "a"),
    });
    for (const cut of [
      ({ socket }: Opened) => socket.terminate(),
      ({ socket }: Opened) => socket.close(1011),
    ]) {
      const session = await pods.exec("web-0", ["sleep"]);
      const chunks = session.stdout[Symbol.asyncIterator]();
      await chunks.next();
      cut(server.opened.at(-1)!);
      expect(await failure(chunks.next())).toBeInstanceOf(ConnectionError);
      const error = await failure(session.exit);
      expect(error).toMatchObject({ code: "ECONNRESET", sent: true });
      // Nobody waits for it.
      void session.stdin;
    }
    const session = await pods.exec("web-0", ["sleep"]);
    server.opened.at(-1)?.socket.close(1000);
    await expect(session.exit).rejects.toThrow(/before the server told how/);
    expect(await session.stdout.text()).toBe("a");
  });

  it.each([
    ["no command", [], {}, /"command"/],
    ["a terminal with two outputs", ["a"], { tty: true, stderr: true }, /tty/],
    ["no stream", ["a"], { stdout: false, stderr: false }, /is needed/],
  ])("is refused with %s", async (_, command, options, message) => {
    const { server, pods } = await streamingPods();
    await expect(pods.exec("web-0", command, options)).rejects.toThrow(message);
    expect(server.asked).toEqual([]);
  });

  it("has no input unless that is asked for, and no size without a terminal", async () => {
    const { pods } = await streamingPods();
    const session = await pods.exec("web-0", ["ls"]);
    expect(() => session.stdin.write("x")).toThrow(/set "stdin"/);
    await expect(session.resize({ columns: 80, rows: 24 })).rejects.toThrow(
      /set "tty"/,
    );
  });
});

describe("a terminal", () => {
  it("is told its size", async () => {
    const { server, pods } = await streamingPods();
    const session = await pods.exec("web-0", ["sh"], {
      stdin: true,
      tty: true,
    });
    await session.resize({ columns: 80, rows: 24 });
    const [opened] = server.opened;
    await until(() => opened?.text(4) === '{"Width":80,"Height":24}');
    expect(opened?.query).toContainEqual(["stderr", "false"]);
    await expect(session.resize({ columns: 0, rows: 24 })).rejects.toThrow(
      /"columns"/,
    );
    opened?.send(1, "$ ");
    opened?.exit(0);
    expect(await session.stdout.text()).toBe("$ ");
    expect(await session.stderr.text()).toBe("");
  });

  it("can be attached to", async () => {
    const { server, pods } = await streamingPods();
    const session = await pods.attach("web-0", { stdin: true, tty: true });
    expect(server.asked[0]?.url).toBe(
      "/api/v1/namespaces/default/pods/web-0/attach?stdin=true&stdout=true&stderr=false&tty=true",
    );
    server.opened[0]?.exit(0);
    expect((await session.exit).code).toBe(0);
  });
});
