import { describe, expect, it } from "vitest";
import { isClientClosed } from "../../templates/runtime/client-closed.js";
import type { Clock } from "../../templates/runtime/clock.js";
import { openConnection } from "../../templates/runtime/connect.js";
import { withCredentials } from "../../templates/runtime/credentials.js";
import { withImpersonation } from "../../templates/runtime/impersonation.js";
import { informer } from "../../templates/runtime/informer.js";
import { leaderElection } from "../../templates/runtime/leader-election.js";
import { withObserver } from "../../templates/runtime/request-observer.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { rootClient } from "../../templates/runtime/root.js";
import { withWarnings } from "../../templates/runtime/server-warnings.js";
import { sharedInformers } from "../../templates/runtime/shared-informers.js";
import type {
  KubernetesObject,
  Transport,
  WatchEvent,
} from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { metadataOf } from "../../templates/runtime/views.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import { testLeases } from "./leases.js";
import { sendFailure, startServer, until } from "./servers.js";
import { steppedClock } from "./stepped-clock.js";
import { frame, initialEnd, serve, stream, type Script } from "./watches.js";

const closed = "the client is closed";
const one: Script = {
  streamed: [stream([frame("ADDED", "a", "1"), initialEnd("10")])],
  watches: [],
};
const silent: Script = { streamed: [() => undefined], watches: [] };
const broken: Script = {
  ...one,
  streamed: [stream([frame("ADDED", "a", "1"), initialEnd("10")], "break")],
  watches: [(response) => sendFailure(response, 500, "InternalError", "x")],
};

/** A handle of a server on a transport of its own, which the test closes. */
async function open(script: Script) {
  const { server, streamed } = await serve(script);
  const transport = undiciTransport({ server: server.url });
  const facts = someFacts({ watch: watchResource });
  const handle = (over: Transport = transport): ResourceHandle =>
    new ResourceHandle(over, facts, "default");
  return { server, streamed, transport, handle };
}

function read(events: AsyncIterable<WatchEvent<KubernetesObject>>) {
  const said: string[] = [];
  const end = (async () => {
    for await (const { type } of events) said.push(type);
    return "ended in silence";
  })().catch((error: unknown) => error);
  return { said, end };
}

describe("a client that is closed ends its watches", () => {
  it("at once, with an error that says so", async () => {
    const { server, transport, handle } = await open(one);
    const { said, end } = read(handle().watch());
    await until(() => said.length === 1);
    await transport.close();
    const error = await end;
    expect(isClientClosed(error)).toBe(true);
    expect(String(error)).toBe(`ConnectionError: ${closed}`);
    await until(() => server.open() === 0);
  });

  it("while the server says nothing", async () => {
    const { transport, handle, streamed } = await open(silent);
    const { end } = read(handle().watch());
    await until(() => streamed().length === 1);
    await transport.close();
    expect(String(await end)).toContain(closed);
  });

  it("while they pause", async () => {
    const { transport, handle } = await open(broken);
    const clock = steppedClock();
    const { end } = read(handle().watch({ clock }));
    await until(() => clock.sleeping === 1);
    await transport.close();
    expect(String(await end)).toContain(closed);
    expect(clock.sleeping).toBe(0);
  });

  it("and begins no other", async () => {
    const { transport, handle } = await open(one);
    await transport.close();
    expect(String(await read(handle().watch()).end)).toContain(closed);
  });

  it("also where a transport of the program's own does not tell of it", async () => {
    const { transport, handle } = await open(broken);
    const clock = steppedClock();
    const mute: Transport = {
      request: (request) => transport.request(request),
      close: () => transport.close(),
    };
    const { end } = read(handle(mute).watch({ clock }));
    await until(() => clock.sleeping === 1);
    await transport.close();
    await clock.advance(60_000);
    expect(String(await end)).toContain(closed);
  });

  it("and other requests come to their end", async () => {
    const server = await startServer((_, response) =>
      setTimeout(() => response.end("{}"), 100),
    );
    const transport = undiciTransport({ server: server.url });
    const answer = transport.request({ method: "GET", path: "/" });
    await until(() => server.asked.length === 1);
    await transport.close();
    expect(await (await answer).text()).toBe("{}");
  });
});

describe("a client that is closed ends its informers", () => {
  it("with their loops, and with those who wait", async () => {
    const { transport, handle } = await open(one);
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    const deployments = informer(handle(), { onError });
    await deployments.waitForSync();
    const told: string[] = [];
    const loop = (async () => {
      for await (const { type } of deployments) told.push(type);
    })();
    await transport.close();
    await loop;
    expect(told).toEqual(["added"]);
    expect(isClientClosed(deployments.lastError)).toBe(true);
    expect(deployments.store.has("a")).toBe(true);
    await expect(deployments.waitForSync()).rejects.toThrow(
      `informer of "Deployment": closed, since ${closed}`,
    );
    await deployments.close();
    expect(errors).toEqual([]);
  });

  it("that are shared, of metadata, and in want of their server", async () => {
    const { transport, handle } = await open(broken);
    const clock = steppedClock();
    const shared = sharedInformers();
    const all = [
      shared.get(handle(), { clock }),
      shared.get(handle(), { clock }),
      shared.get(metadataOf(handle()), { clock }),
    ];
    await until(() => clock.sleeping === 2);
    await transport.close();
    await until(() => shared.size === 0);
    for (const { lastError } of all)
      expect(isClientClosed(lastError)).toBe(true);
    expect(clock.sleeping).toBe(0);
  });

  it("also where a transport of the program's own does not tell of it", async () => {
    const { transport, handle } = await open(one);
    await transport.close();
    const mute: Transport = {
      request: (request) => transport.request(request),
      close: () => transport.close(),
    };
    const deployments = informer(handle(mute));
    await expect(deployments.waitForSync()).rejects.toThrow(closed);
  });

  it("as rootClient's close does", async () => {
    const { server } = await serve(one);
    const { transport } = await openConnection({ server: server.url });
    const k8s = rootClient({ transport }, []);
    const facts = someFacts({ watch: watchResource });
    const handle = new ResourceHandle(k8s.transport, facts, "default");
    const deployments = informer(handle);
    await deployments.waitForSync();
    await k8s.close();
    await expect(deployments.waitForSync()).rejects.toThrow(closed);
  });
});

describe("what stands around a transport tells that it is closed", () => {
  const clock: Clock = steppedClock();
  const election = leaderElection({
    ...{ leases: testLeases(), name: "n", identity: "i", clock },
  });
  it.each<[string, (transport: Transport) => Transport]>([
    [
      "credentials",
      (transport) =>
        withCredentials(transport, {
          authorization: () => Promise.resolve(undefined),
          renew: () => Promise.resolve(false),
        }),
    ],
    [
      "impersonation",
      (transport) => withImpersonation(transport, { user: "jane" }),
    ],
    ["an observer", (transport) => withObserver(transport, () => undefined)],
    ["warnings", (transport) => withWarnings(transport)],
    ["a guard", (transport) => election.guard(transport)],
  ])("%s", async (_, around) => {
    const transport = undiciTransport({ server: "http://127.0.0.1:1" });
    const { closeSignal } = around(transport);
    expect(closeSignal?.aborted).toBe(false);
    await transport.close();
    expect(isClientClosed(closeSignal?.reason)).toBe(true);
  });
});
