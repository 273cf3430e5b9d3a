import { describe, expectTypeOf, it } from "vitest";
import type { PersistedPod } from "../../output/core/v1/index.js";
import type { Kubernetes, WatchEvent } from "../../output/index.js";
import {
  informer,
  type InformerChange,
} from "../../templates/runtime/informer.js";
import { sharedInformers } from "../../templates/runtime/shared-informers.js";
import type { UntypedObject } from "../../templates/runtime/types.js";

/** Has every member, and is called with anything: for what only the compiler reads. */
const anything: unknown = new Proxy(() => undefined, {
  get: () => anything,
  apply: () => anything,
});

/** What a program gives, which is not run: what the compiler says of it is the test. */
function typed<T>(program: (k8s: Kubernetes) => T): T {
  void program;
  return anything as T;
}

describe("the types of watches and informers", () => {
  it("are those of the resource: no path is written, no event unknown (complaint 5)", () => {
    const events = typed((k8s) => k8s.core.v1.pods("default").watch());
    expectTypeOf(events).toEqualTypeOf<
      AsyncIterable<WatchEvent<PersistedPod>>
    >();
    const pods = typed((k8s) => informer(k8s.core.v1.pods("default")));
    expectTypeOf(pods.store.get).returns.toEqualTypeOf<
      PersistedPod | undefined
    >();
    expectTypeOf(pods[Symbol.asyncIterator])
      .returns.toHaveProperty("next")
      .returns.resolves.toEqualTypeOf<
        IteratorResult<InformerChange<PersistedPod>, void>
      >();
    typed((k8s) =>
      informer(k8s.core.v1.nodes).on("updated", (node, old) => {
        expectTypeOf(old.metadata.uid).toBeString();
        return node.spec?.podCIDR;
      }),
    );
  });

  it("know the names of indexes and of fields", () => {
    const pods = typed((k8s) =>
      informer(k8s.core.v1.pods(), {
        indexers: { byNode: (pod) => [pod.spec?.nodeName ?? ""] },
        fieldSelector: { "spec.nodeName": "n1" },
      }),
    );
    expectTypeOf(pods.store.byIndex).parameter(0).toEqualTypeOf<"byNode">();
    const more = typed(() => pods.addIndexers({ byApp: () => ["web"] }));
    expectTypeOf(more.store.byIndex)
      .parameter(0)
      .toEqualTypeOf<"byApp" | "byNode">();
    const none = typed((k8s) => informer(k8s.core.v1.pods()));
    expectTypeOf(none.store.byIndex).parameter(0).toBeNever();
    typed((k8s) =>
      informer(k8s.core.v1.pods(), {
        // @ts-expect-error The server does not select by it.
        fieldSelector: { "spec.nope": "n1" },
      }),
    );
  });

  it("refuse what cannot be watched, and take what is not known", () => {
    // @ts-expect-error A review is never stored.
    typed((k8s) => informer(k8s.authentication.v1.tokenReviews));
    const widgets = typed((k8s) =>
      sharedInformers().get(k8s.resource("example.com/v1", "Widget"), {
        fieldSelector: { "spec.color": "red" },
      }),
    );
    expectTypeOf(widgets.store.get).returns.toEqualTypeOf<
      UntypedObject | undefined
    >();
  });
});
