import { ResourceHandle } from "./resource.js";
import type { GroupVersionFacts, Transport } from "./types.js";

/**
 * The client of one group-version: for each namespaced resource a method that takes the namespace, for each cluster-scoped
 * one a property. `T` is the emitted interface that the facts were emitted with.
 */
export function groupVersionClient<T extends object>(
  transport: Transport,
  resources: GroupVersionFacts,
): T {
  const client = {};
  for (const [accessor, facts] of Object.entries(resources))
    Object.defineProperty(
      client,
      accessor,
      facts.namespaced
        ? {
            enumerable: true,
            value: (namespace?: string) =>
              new ResourceHandle(transport, facts, namespace),
          }
        : {
            enumerable: true,
            get: () => new ResourceHandle(transport, facts, undefined),
          },
    );
  return client as T;
}
