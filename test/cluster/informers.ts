import { join } from "node:path";

import { onTestFinished } from "vitest";

import type * as InformerModule from "../../templates/runtime/informer.js";
import type {
  Informable,
  Informer,
  InformerOptions,
} from "../../templates/runtime/informer.js";
import type * as SharedModule from "../../templates/runtime/shared-informers.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { liveClient } from "./live-client.js";

/** The runtime's informers as the client of this run has them. */
export async function informers(): Promise<
  typeof InformerModule & typeof SharedModule
> {
  const root = join(await liveClient(), "runtime/root.ts");
  return (await import(/* @vite-ignore */ root)) as typeof InformerModule &
    typeof SharedModule;
}

/** What an informer is, and what its handlers hear, in words. */
export interface Followed<T> {
  readonly informer: Informer<T>;
  readonly said: string[];
}

/** Starts an informer that ends with the test, and waits for it. */
export async function follow<T extends KubernetesObject>(
  resource: Informable<T>,
  options: InformerOptions<T> = {},
): Promise<Followed<T>> {
  const { informer: create } = await informers();
  const informer = create<T>(resource, options);
  onTestFinished(() => informer.close());
  const said: string[] = [];
  const say =
    (type: string) =>
    ({ metadata }: T): unknown =>
      said.push(`${type} ${metadata?.name}`);
  informer.on("added", say("added"));
  informer.on("updated", say("updated"));
  informer.on("deleted", say("deleted"));
  await informer.waitForSync();
  return { informer, said };
}
