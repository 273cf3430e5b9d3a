import { describe, expect, it } from "vitest";
import { groupVersionClient } from "../../templates/runtime/group-version.js";
import type { ResourceHandle } from "../../templates/runtime/resource.js";
import { fakeTransport, someFacts } from "./fake-transport.js";
import { nodes } from "./handles.js";

describe("groupVersionClient", () => {
  interface Client {
    deployments(namespace?: string): ResourceHandle;
    readonly nodes: ResourceHandle;
  }
  it("has methods for namespaced resources, and properties for the others", async () => {
    const transport = fakeTransport();
    const client = groupVersionClient<Client>(transport, {
      deployments: someFacts(),
      nodes: someFacts(nodes),
    });
    await client.deployments("prod").get("web");
    await client.deployments().list();
    await client.nodes.list();
    expect(transport.requests.map(({ url }) => url)).toEqual([
      "/apis/apps/v1/namespaces/prod/deployments/web",
      "/apis/apps/v1/deployments",
      "/api/v1/nodes",
    ]);
    expect(Object.keys(client)).toEqual(["deployments", "nodes"]);
    expect(() => client.deployments("")).toThrow(/"namespace"/);
  });
});
