import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { send, sendForText } from "../../templates/runtime/request.js";
import { kubeconfig, open } from "./connections.js";
import { startServer, until } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;
const list = { items: Array.from({ length: 5_000 }, (_, i) => `ж${i}`) };

/** A server that compresses where it may. */
async function compressing(
  change: (body: Buffer, count: number) => Buffer = (body) => body,
) {
  const server = await startServer(({ headers }, response) => {
    const text = JSON.stringify(list);
    if (!/\bgzip\b/.test(headers["accept-encoding"] ?? ""))
      return response.end(text);
    const body = change(gzipSync(text), server.asked.length);
    response.writeHead(200, { "content-encoding": "gzip" });
    return response.end(body);
  });
  const accepted = (): unknown[] =>
    server.asked.map(({ headers }) => headers["accept-encoding"]);
  return { server, accepted };
}

describe("answers", () => {
  it("are asked for in gzip where they are read at once", async () => {
    const { server, accepted } = await compressing();
    const { transport } = await open({ server: server.url });
    expect(await send(transport, get)).toEqual(list);
    const { response } = await sendForText(transport, get);
    expect(response.headers["content-encoding"]).toBeUndefined();
    expect(accepted()).toEqual(["gzip", "gzip"]);
    expect(server.connections()).toBe(1);
  });

  it("that are streams, such as watches and logs, are not", async () => {
    const { server, accepted } = await compressing();
    const { transport } = await open({ server: server.url });
    const answer = await transport.request(get);
    expect(JSON.parse(await answer.text())).toEqual(list);
    expect(accepted()).toEqual([undefined]);
  });

  it("can be read as they come, and given up", async () => {
    const { server } = await compressing();
    const { transport } = await open({ server: server.url });
    const ask = { ...get, compressible: true };
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of (await transport.request(ask)).body)
      text += decoder.decode(chunk, { stream: true });
    expect(JSON.parse(text)).toEqual(list);
    await (await transport.request(ask)).dismiss();
    expect(await send(transport, get)).toEqual(list);
    await transport.close();
    await until(() => server.open() === 0);
  });

  it("C9: are not compressed with disable-compression, of the kubeconfig or the options", async () => {
    const { server, accepted } = await compressing();
    const cluster = { server: server.url, "disable-compression": true };
    const file = kubeconfig(cluster, { token: "t" });
    for (const options of [
      { kubeconfig: file },
      { server: server.url, disableCompression: true },
      { kubeconfig: file, disableCompression: false },
    ])
      await send((await open(options)).transport, get);
    expect(accepted()).toEqual([undefined, undefined, "gzip"]);
  });

  it("whose encoding the caller asked for are left as they are", async () => {
    const { server } = await compressing();
    const { transport } = await open({ server: server.url });
    const answer = await transport.request({
      ...get,
      compressible: true,
      headers: { "accept-encoding": "gzip" },
    });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    await answer.dismiss();
  });

  it.each<[string, string, (body: Buffer) => Buffer]>([
    ["cut off", "Z_BUF_ERROR", (body) => body.subarray(0, body.length / 2)],
    ["no gzip", "Z_DATA_ERROR", () => Buffer.from("<html>")],
  ])(
    "that are %s are asked for again, by reads only",
    async (_, code, spoil) => {
      const { server } = await compressing((body, count) =>
        count < 3 ? spoil(body) : body,
      );
      const { transport } = await open({ server: server.url });
      expect(await send(transport, get)).toEqual(list);
      expect(server.asked).toHaveLength(3);
      const broken = await compressing(spoil);
      const other = await open({ server: broken.server.url });
      await expect(
        send(other.transport, { ...get, method: "POST" }),
      ).rejects.toMatchObject({ name: "ConnectionError", code, sent: true });
      expect(broken.server.asked).toHaveLength(1);
    },
  );
});
