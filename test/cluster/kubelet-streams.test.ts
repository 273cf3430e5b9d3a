import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

import { describe, expect, onTestFinished } from "vitest";

import { listen } from "../../templates/runtime/port-listener.js";
import {
  hasStreamingKubelet,
  StreamingNode,
  test,
  type Translator,
} from "./streaming-node.js";

/** A program that listens in every pod, until the test is done; gives its port. */
async function listening(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** All that a local port answers to what is sent; the error in its place where it is reset. */
async function answer(port: number, text?: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  if (text !== undefined) socket.write(text);
  let said = "";
  try {
    for await (const chunk of socket) said += String(chunk);
    return said;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe.runIf(hasStreamingKubelet)("a port-forward through a kubelet", () => {
  test("carries many connections at once, and each ends when the pod's side does", async ({
    k8s,
    namespace,
    node,
  }) => {
    const port = await listening((socket) =>
      socket.once("data", (data) => socket.end(`you said ${String(data)}`)),
    );
    const name = await node.run();
    const forward = k8s.core.v1.pods(namespace).portForward(name, [port]);
    const errors: Error[] = [];
    await using local = await listen(forward, {
      onError: (error) => errors.push(error),
    });
    const answers = Array.from({ length: 50 }, (_, index) =>
      answer(local.port, `${index}`),
    );
    expect(await Promise.all(answers)).toEqual(
      Array.from({ length: 50 }, (_, index) => `you said ${index}`),
    );
    expect(errors).toEqual([]);
  });

  test("carries megabytes both ways, whole", async ({
    k8s,
    namespace,
    node,
  }) => {
    const port = await listening((socket) => socket.pipe(socket));
    const name = await node.run();
    const forward = k8s.core.v1.pods(namespace).portForward(name, [port]);
    await using connection = await forward.connect();
    const sent = Buffer.alloc(8_000_000, "0123456789");
    void connection.write(sent);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of connection) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= sent.length) break;
    }
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });

  test("complaint 20: to a port that nobody listens on is an error of that connection alone", async ({
    k8s,
    live,
    namespace,
    node,
  }) => {
    const port = await listening((socket) => socket.end("hello"));
    const name = await node.run();
    const pods = k8s.core.v1.pods(namespace);
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    await using none = await listen(pods.portForward(name, [1]), { onError });
    await using some = await listen(pods.portForward(name, [port]), {
      onError,
    });
    // Nothing is sent: where a kubelet closes before it has read all, the API server drops what it said last, now and then.
    expect(await answer(none.port)).toBe("ECONNRESET");
    await expect.poll(() => errors.length).toBe(1);
    expect(errors[0]).toBeInstanceOf(live.ConnectionError);
    expect(errors[0]?.message).toMatch(/port 1: .*connection refused/);
    expect(await answer(none.port, "x")).toBe("ECONNRESET");
    await expect.poll(() => errors.length).toBe(2);
    expect(errors[1]).toBeInstanceOf(live.ConnectionError);
    expect(await answer(some.port)).toBe("hello");
    expect(errors).toHaveLength(2);
  });

  test("ends with the pod", async ({ k8s, live, namespace, node }) => {
    const port = await listening((socket) => socket.write("hello"));
    const name = await node.run();
    const pods = k8s.core.v1.pods(namespace);
    const connection = await pods.portForward(name, [port]).connect();
    const chunks = connection[Symbol.asyncIterator]();
    expect(String(Buffer.from((await chunks.next()).value ?? []))).toBe(
      "hello",
    );
    await node.deletePod(name);
    await expect
      .poll(async () => (await chunks.next().catch(() => ({}))) as object)
      .not.toHaveProperty("value", expect.anything());
    const error: unknown = await pods
      .portForward(name, [port])
      .connect()
      .catch((e) => e);
    expect(live.isNotFound(error)).toBe(true);
  });
});

describe.runIf(hasStreamingKubelet)("a kubelet that is gone", () => {
  test.for<Translator>(["API server", "kubelet"])(
    "ends what runs through it, where the %s translates",
    async (translator, { k8s, live, namespace }) => {
      const own = await StreamingNode.start(k8s, namespace);
      onTestFinished(() => own.stop());
      const port = await listening((socket) => socket.write("hello"));
      const pods = k8s.core.v1.pods(namespace);
      const name = await own.run({ translator });
      const session = await pods.exec(name, ["sh", "-c", "echo up; cat"], {
        stdin: true,
      });
      const output = session.stdout[Symbol.asyncIterator]();
      await output.next();
      const connection = await pods.portForward(name, [port]).connect();
      const chunks = connection[Symbol.asyncIterator]();
      await chunks.next();
      own.crash();
      const end: unknown = await session.exit.catch((e) => e);
      // An API server that hears no more of a kubelet reports success, to kubectl as well.
      if (translator === "API server") expect(end).toMatchObject({ code: 0 });
      else expect(end).toBeInstanceOf(live.ConnectionError);
      const rest: unknown = await chunks.next().catch((e) => e);
      expect(rest).toBeInstanceOf(live.ConnectionError);
      const refused: unknown = await pods
        .execOutput(name, ["true"])
        .catch((e) => e);
      expect(live.isInternalError(refused)).toBe(true);
    },
  );
});

test.runIf(hasStreamingKubelet)(
  "the kubelet translates where it says that it can, and the API server otherwise",
  async ({ k8s, namespace, node }) => {
    const counts = async () => {
      const text = await k8s.server.metrics();
      return ["proxied_to_kubelet", "translated_at_apiserver"].map((by) => {
        const line = text
          .split("\n")
          .find((one) => one.includes('"exec"') && one.includes(by));
        return Number(line?.split(" ").at(-1) ?? 0);
      });
    };
    const pods = k8s.core.v1.pods(namespace);
    const [proxied = 0, translated = 0] = await counts();
    await pods.execOutput(await node.run(), ["true"]);
    expect(await counts()).toEqual([proxied, translated + 1]);
    const other = await node.run({ translator: "kubelet" });
    await pods.execOutput(other, ["true"]);
    expect(await counts()).toEqual([proxied + 1, translated + 1]);
  },
);
