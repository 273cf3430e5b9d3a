import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectionError, isNotFound } from "../../templates/runtime/errors.js";
import { toDuplex } from "../../templates/runtime/node-streams.js";
import { refuseWith, streamingPods } from "./stream-servers.js";
import { until } from "./servers.js";
import { begin, echo, forward } from "./forwarded-ports.js";

describe("port-forward", () => {
  it("opens nothing before it connects, and then one WebSocket for each connection", async () => {
    const { server, way } = await forward(echo, [8080, 9090]);
    expect(server.asked).toEqual([]);
    const connections = [await way.connect(), await way.connect(9090)];
    expect(server.asked.map(({ url }) => url)).toEqual([
      "/api/v1/namespaces/default/pods/web-0/portforward?ports=8080",
      "/api/v1/namespaces/default/pods/web-0/portforward?ports=9090",
    ]);
    for (const request of server.asked)
      expect(request.headers["sec-websocket-protocol"]).toBe(
        "v4.channel.k8s.io",
      );
    for (const connection of connections) connection.close();
    await until(() => server.open() === 0);
    await expect(way.connect(1)).rejects.toThrow(/8080, 9090/);
  });

  it.each([[[]], [[0]], [[65_536]], [[1.5]]])("refuses %o", async (ports) => {
    await expect(forward({}, ports)).rejects.toThrow(TypeError);
  });

  it("carries bytes both ways, without the port in front of them", async () => {
    const { server, way } = await forward(echo);
    await using connection = await way.connect();
    await connection.write("wörld");
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of connection) {
      text += decoder.decode(chunk, { stream: true });
      if (text === "hi wörld") break;
    }
    connection.close();
    await until(() => server.open() === 0);
  });

  it("ends where the program in the pod does", async () => {
    const { way } = await forward({
      open(opened) {
        begin(opened);
        opened.socket.close(1000);
      },
    });
    expect(await (await way.connect()).text()).toBe("hi ");
  });

  it("says why the pod has no such port, in the kubelet's words", async () => {
    const { way } = await forward({
      open(opened) {
        begin(opened);
        opened.send(1, "connection refused");
        opened.socket.close(1000);
      },
    });
    const connection = await way.connect();
    await expect(connection.text()).rejects.toThrow(
      /portforward: port 8080: connection refused/,
    );
  });

  it("to a pod that is not there is a 404", async () => {
    const { way } = await forward({
      refuse: (_, socket) =>
        refuseWith(socket, 404, "NotFound", 'pods "web-0" not found'),
    });
    const error: unknown = await way.connect().catch((e) => e);
    expect(isNotFound(error)).toBe(true);
  });

  it("ends with its signal", async () => {
    const { server, pods } = await streamingPods(echo);
    const abort = new AbortController();
    const { signal } = abort;
    const way = pods.portForward("web-0", [8080], { signal });
    const connection = await way.connect();
    const reading = connection.text();
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect(connection.write("x")).rejects.toBeDefined();
    await until(() => server.open() === 0);
    await expect(way.connect()).rejects.toBe(reason);
  });

  it.each([0, 1, 2, 3, 5])(
    "complaint 20: cut after %i bytes, it fails for who reads and nobody else",
    async (bytes) => {
      // A proxy that cuts what the server sends behind the handshake.
      const { server } = await forward(echo);
      const cut = createServer((socket) => {
        const { port } = new URL(server.url);
        const up = connect(Number(port), "127.0.0.1");
        let left = -1;
        socket.on("error", () => undefined).pipe(up);
        up.on("error", () => undefined).on("data", (data: Buffer) => {
          const end = data.indexOf("\r\n\r\n");
          if (left < 0 && end >= 0) left = bytes + end + 4;
          socket.write(data.subarray(0, left));
          left -= data.length;
          if (left <= 0) socket.resetAndDestroy();
        });
      });
      cut.listen(0, "127.0.0.1");
      await once(cut, "listening");
      onTestFinished(() => void cut.close());
      const { port } = cut.address() as AddressInfo;
      const { podsOn } = await import("./stream-servers.js");
      const { undiciTransport } =
        await import("../../templates/runtime/undici.js");
      const pods = podsOn(
        undiciTransport({ server: `http://127.0.0.1:${port}` }),
      );
      const text = async (): Promise<string> =>
        (await pods.portForward("web-0", [8080]).connect()).text();
      await expect(text()).rejects.toBeInstanceOf(ConnectionError);
    },
  );

  it("is a Duplex where that is wanted", async () => {
    const { server, way } = await forward(echo);
    const duplex = toDuplex(await way.connect());
    duplex.write("a");
    let text = "";
    for await (const chunk of duplex) {
      text += String(chunk);
      if (text === "hi a") break;
    }
    await until(() => server.open() === 0);
  });
});
