import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  fetchTransport,
  type FetchTransportOptions,
} from "../../templates/runtime/fetch-transport.js";
import { send } from "../../templates/runtime/request.js";
import type { Transport } from "../../templates/runtime/types.js";
import { explainErrors } from "../../templates/runtime/explain-errors.js";

explainErrors();

type Fetch = typeof globalThis.fetch;

const get = { method: "GET", path: "/version" } as const;
const server = "https://kube.example";

afterEach(() => {
  vi.unstubAllGlobals();
});

function to(options: FetchTransportOptions): Transport {
  const transport = fetchTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

async function errorOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.unreachable("it succeeded"),
    (error: Error) => error,
  );
}

/** A `fetch` that fails as those of browsers do, which say nothing. */
function failing(message = "Failed to fetch") {
  return vi.fn<Fetch>(() => Promise.reject(new TypeError(message)));
}

describe("a platform that does not say why", () => {
  it("has what it may be said for it", async () => {
    const error = await errorOf(
      to({ server, fetch: failing() }).request({ ...get }),
    );
    expect(error).toMatchObject({
      name: "ConnectionError",
      code: "FETCH_FAILED",
      sent: true,
      message:
        "GET /version: no answer from https://kube.example: Failed to fetch: no more is said, so that it may be unreachable, not trusted for its certificate, or have broken the connection (FETCH_FAILED)",
      cause: expect.any(TypeError) as Error,
    });
  });

  it("in a page of another origin, that it may be the browser itself that refuses", async () => {
    vi.stubGlobal("location", { origin: "https://page.example" });
    const ask = (server: string) =>
      errorOf(to({ server, fetch: failing("Load failed") }).request(get));
    expect((await ask(server)).message).toContain(
      "or it does not let pages of https://page.example ask (CORS), which is why they are served by",
    );
    expect((await ask("https://page.example/k8s")).message).not.toContain(
      "CORS",
    );
  });

  it("is quoted where it says it in words alone, as Deno does", async () => {
    const cause = new Error("client error (Connect): dns error");
    const fetch: Fetch = () =>
      Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await errorOf(to({ server, fetch }).request(get));
    expect(error.message).toBe(
      "GET /version: no answer from https://kube.example: client error (Connect): dns error (FETCH_FAILED)",
    );
  });

  it("may fail with nothing at all", async () => {
    const fetch: Fetch = () => Promise.reject(undefined as unknown as Error);
    const error = await errorOf(to({ server, fetch }).request(get));
    expect(error.message).toContain("no answer from https://kube.example: un");
    const body = new ReadableStream({ pull: (it) => it.error(null) });
    const answers: Fetch = async () => new Response(body);
    const answer = await to({ server, fetch: answers }).request(get);
    expect((await errorOf(answer.text())).message).toContain("cut off: null (");
  });

  it("is asked again by reads, and by no write", async () => {
    const reads = failing();
    const writes = failing();
    await errorOf(send(to({ server, fetch: reads }), get));
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      await errorOf(
        send(to({ server, fetch: writes }), { ...get, method, body: {} }),
      );
    expect(reads).toHaveBeenCalledTimes(5);
    expect(writes).toHaveBeenCalledTimes(4);
  });

  it("is told apart from a request that is none", async () => {
    const fetch = vi.fn<Fetch>(globalThis.fetch);
    const request = { ...get, headers: { "x y": "z" } };
    const error = await errorOf(send(to({ server, fetch }), request));
    expect(error).toMatchObject({ name: "ConnectionError", sent: false });
    expect(error.message).toMatch(/^GET \/version: cannot be sent: .*x y/);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("has the same said of a body that is cut off", async () => {
    const fetch: Fetch = async () =>
      new Response(
        new ReadableStream({
          pull: (body) => body.error(new TypeError("network error")),
        }),
      );
    const answer = await to({ server, fetch }).request(get);
    expect(await errorOf(answer.text())).toMatchObject({
      code: "FETCH_FAILED",
      sent: true,
      message:
        "GET /version: no answer from https://kube.example: the answer was cut off: network error (FETCH_FAILED)",
    });
  });

  it("gives a redirect that shows nothing, which is not followed", async () => {
    const fetch = vi.fn<Fetch>(async () => {
      const response = new Response(null);
      return Object.defineProperty(response, "type", {
        value: "opaqueredirect",
      });
    });
    const error = await errorOf(send(to({ server, fetch }), get));
    expect(error).toMatchObject({ name: "ConnectionError", code: "REDIRECT" });
    expect(error.message).toBe(
      "GET /version: https://kube.example answers with a redirect, which is not followed, so that credentials reach no other server; is its address right, or must you sign in there first?",
    );
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: "manual" });
  });

  it("is called as browsers want it: on no object", async () => {
    const fetch = function (this: unknown): Promise<Response> {
      expect(this).toBe(undefined);
      return Promise.resolve(new Response("{}"));
    };
    expect(await send(to({ server, fetch }), get)).toEqual({});
    vi.stubGlobal("fetch", fetch);
    expect(await send(to({ server }), get)).toEqual({});
  });
});
