import { describe, expect, it } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import type { Impersonation } from "../../templates/runtime/impersonation.js";
import { send } from "../../templates/runtime/request.js";
import { failure, kubeconfig, open } from "./connections.js";
import { sendJson, startServer } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

/** A server that answers with the `Impersonate-` headers as they were on the wire, in order. */
async function impersonated() {
  return startServer((_, response, { rawHeaders }) => {
    const lines: string[] = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const value = Buffer.from(rawHeaders[i + 1]!, "latin1").toString("utf8");
      if (/^impersonate-/i.test(rawHeaders[i]!))
        lines.push(`${rawHeaders[i]!.toLowerCase()}: ${value}`);
    }
    sendJson(response, lines);
  });
}

describe("E8: impersonation", () => {
  it("complaint 22: sends a header for each group, and never joins them", async () => {
    const server = await impersonated();
    const as = {
      user: "jané, the first",
      uid: "u-1",
      groups: ["dev", "a,b", "система"],
      extra: {
        scopes: ["view", "list"],
        "test.example.com/thing.thing": ["x"],
        "has%20percent and ключ": ["y"],
        Scopes: ["more"],
        none: [],
      },
    };
    const { transport } = await open({ server: server.url, as });
    expect(await send(transport, get)).toEqual([
      "impersonate-user: jané, the first",
      "impersonate-uid: u-1",
      "impersonate-group: dev",
      "impersonate-group: a,b",
      "impersonate-group: система",
      "impersonate-extra-scopes: view",
      "impersonate-extra-scopes: list",
      "impersonate-extra-scopes: more",
      "impersonate-extra-test.example.com%2fthing.thing: x",
      "impersonate-extra-has%2520percent%20and%20%d0%ba%d0%bb%d1%8e%d1%87: y",
    ]);
  });

  it("of one request takes the place of all of the client's", async () => {
    const server = await impersonated();
    const as = { user: "jane", groups: ["dev"] };
    const { transport } = await open({ server: server.url, as });
    const headers = { "Impersonate-User": "joe" };
    expect(await send(transport, { ...get, headers })).toEqual([
      "impersonate-user: joe",
    ]);
    expect(await send(transport, get)).toEqual([
      "impersonate-user: jane",
      "impersonate-group: dev",
    ]);
  });
});

it.each<[unknown, string]>([
  [{ groups: ["dev"] }, "names no user"],
  [{ user: "", uid: "u" }, "names no user"],
  [{ extra: { a: ["b"] } }, "names no user"],
  ["jane", "is not an identity"],
  [null, "is not an identity"],
  [
    { user: "jane", group: "dev" },
    'has a "group"; there are user, uid, groups, extra',
  ],
  [{ user: "jane", groups: "dev" }, '"groups" that are no array'],
  [{ user: "jane", extra: { a: "b" } }, '"a" is no array of strings'],
  [{ user: "jane\r\nimpersonate-group: system:masters" }, "control character"],
])("E9: the identity %j is refused", async (as, expected) => {
  const options: ConnectOptions = {
    server: "https://x",
    as: as as Impersonation,
  };
  const message = await failure(options);
  expect(message).toContain('ConfigError: the option "as" ');
  expect(message).toContain(expected);
});

it('E8: "as" rescues a user of the kubeconfig who acts as groups of nobody', async () => {
  const server = await impersonated();
  const { transport } = await open({
    kubeconfig: kubeconfig({ server: server.url }, { "as-groups": ["qa"] }),
    as: { user: "jane" },
  });
  expect(await send(transport, get)).toEqual(["impersonate-user: jane"]);
});
