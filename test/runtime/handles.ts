import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { SubresourceHandle } from "../../templates/runtime/subresource.js";
import type { ResourceFacts } from "../../templates/runtime/types.js";
import { fakeTransport, someFacts } from "./fake-transport.js";

export const nodes: Partial<ResourceFacts> = {
  group: "",
  plural: "nodes",
  kind: "Node",
  namespaced: false,
};

/** A handle of deployments on a fake transport, and what was asked of it. */
export function handle(
  answer?: Parameters<typeof fakeTransport>[0],
  namespace: string | undefined = "default",
  facts: Partial<ResourceFacts> = {},
) {
  const transport = fakeTransport(answer);
  const resource = new ResourceHandle(transport, someFacts(facts), namespace);
  const subresource = (name: string): SubresourceHandle =>
    (resource as unknown as { [name: string]: unknown })[
      name
    ] as SubresourceHandle;
  return { resource, subresource, requests: transport.requests };
}

export const path = "/apis/apps/v1/namespaces/default/deployments";
