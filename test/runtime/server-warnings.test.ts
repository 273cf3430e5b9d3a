import { afterEach, describe, expect, it, vi } from "vitest";
import { send } from "../../templates/runtime/request.js";
import {
  parseWarnings,
  withWarnings,
  type ServerWarning,
} from "../../templates/runtime/server-warnings.js";
import { open } from "./connections.js";
import { fakeTransport } from "./fake-transport.js";
import { sendJson, startServer } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a Warning header", () => {
  it.each<[string | readonly string[] | undefined, string[]]>([
    [undefined, []],
    ["", []],
    ['299 - "a"', ["299 - a"]],
    [
      '  299 agent "a \\"quoted\\" \\\\ text, with a comma"',
      ['299 agent a "quoted" \\ text, with a comma'],
    ],
    ['299 - "a" "Sat, 25 Aug 2012 23:34:45 GMT"', ["299 - a"]],
    [
      '299 - "a" "Sat, 25 Aug 2012 23:34:45 GMT", 199 host:80 "b",299 - "c"',
      ["299 - a", "199 host:80 b", "299 - c"],
    ],
    [
      ['299 - "a"', '299 - "b"'],
      ["299 - a", "299 - b"],
    ],
    // What is not to be understood, and what follows it.
    ['299 - "a", 299 - b, 299 - "c"', ["299 - a"]],
    ['299 - "a', []],
    ['29 - "a"', []],
    ["299 -", []],
    ['299 - ""', []],
    ['299 - "a\u0007"', []],
    ['299 - "a" x, 299 - "b"', []],
    [
      Buffer.from('299 - "größer, 更"').toString("latin1"),
      ["299 - größer, 更"],
    ],
    ['299 - "größer, 更"', ["299 - größer, 更"]],
  ])("%j is read", (header, expected) => {
    expect(
      parseWarnings(header).map(
        ({ code, agent, text }) => `${code} ${agent} ${text}`,
      ),
    ).toEqual(expected);
  });
});

describe("onWarning", () => {
  it("is told each text once, with the request that it came with", async () => {
    const server = await startServer(({ url }, response) => {
      response.setHeader("warning", [
        '299 - "old"',
        `299 - "in ${url}", 299 - "größer"`,
      ]);
      sendJson(response, {});
    });
    const warnings: ServerWarning[] = [];
    const { transport } = await open({
      server: server.url,
      onWarning: (warning) => warnings.push(warning),
    });
    for (const path of ["/a", "/a", "/b"])
      await send(transport, { method: "PUT", path });
    expect(warnings[0]).toEqual({
      ...{ text: "old", code: 299, agent: "-" },
      ...{ method: "PUT", path: "/a" },
    });
    expect(warnings.map(({ text }) => text)).toEqual([
      "old",
      "in /a",
      expect.stringMatching(/^gr/),
      "in /b",
    ]);
  });

  it("remembers the last thousand texts, and no more", async () => {
    const told: string[] = [];
    const transport = withWarnings(
      fakeTransport(({ url }) => ({ headers: { warning: `299 - "${url}"` } })),
      ({ text }) => told.push(text),
    );
    for (let i = 0; i <= 1_000; i++)
      await send(transport, { ...get, path: `/${i}` });
    expect(told).toHaveLength(1_001);
    await send(transport, { ...get, path: "/1000" });
    await send(transport, { ...get, path: "/1" });
    expect(told).toHaveLength(1_001);
    await send(transport, { ...get, path: "/0" });
    expect(told).toHaveLength(1_002);
  });

  it("breaks no request by an error of its own", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
    const transport = withWarnings(
      fakeTransport(() => ({ headers: { warning: '299 - "a"' } })),
      () => {
        throw new Error("mine");
      },
    );
    expect(await send(transport, get)).toEqual({});
    expect(warned).toHaveBeenCalledWith(
      '"onWarning" failed: Error: mine',
      "KubernetesWarning",
    );
  });

  it("is by default a warning of the process, for what Kubernetes itself says", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
    const transport = withWarnings(
      fakeTransport(() => ({ headers: { warning: '299 - "a", 199 - "b"' } })),
    );
    await send(transport, get);
    expect(warned.mock.calls).toEqual([["a", "KubernetesWarning"]]);
  });

  it("is by default a line of the console, where there is no process", async () => {
    const line = vi.spyOn(console, "warn").mockReturnValue();
    const transport = withWarnings(
      fakeTransport(() => ({ headers: { warning: '299 - "a"' } })),
    );
    const { process } = globalThis;
    vi.stubGlobal("process", undefined);
    try {
      await send(transport, get);
    } finally {
      vi.stubGlobal("process", process);
    }
    expect(line).toHaveBeenCalledWith("KubernetesWarning: a");
  });
});
