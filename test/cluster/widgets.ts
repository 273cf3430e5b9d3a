import type { CustomResourceDefinition } from "../../output/apiextensions.k8s.io/v1/index.js";

/** A kind that no server has by itself: `Widget` of `example.com/v1`. */
export const widgetDefinition: CustomResourceDefinition & {
  readonly metadata: { readonly name: string };
} = {
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { kind: "Widget", plural: "widgets", shortNames: ["wd"] },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        selectableFields: [{ jsonPath: ".spec.color" }],
        subresources: {
          status: {},
          scale: {
            specReplicasPath: ".spec.size",
            statusReplicasPath: ".status.size",
          },
        },
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              spec: {
                type: "object",
                required: ["size"],
                properties: {
                  size: {
                    type: "integer",
                    minimum: 1,
                    description: "How many there are of it.",
                  },
                  color: {
                    type: "string",
                    enum: ["green", "red"],
                    default: "green",
                  },
                },
              },
              status: {
                type: "object",
                properties: {
                  size: { type: "integer" },
                  ready: { type: "boolean" },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** A program on a client that knows widgets: it compiles with that client, and runs. What must not compile says so. */
export const widgetProgram = `
import { connect, isNotFound } from "./index.js";
import type { Widget } from "./example.com/v1/index.js";

/** Takes a widget through its life. */
export async function run(kubeconfig: string, namespace: string): Promise<unknown> {
  const k8s = await connect({ kubeconfig });
  const widgets = k8s.exampleCom.v1.widgets(namespace);
  const widget: Widget = { metadata: { name: "typed" }, spec: { size: 1 } };
  const created = await widgets.create(widget);

  // @ts-expect-error a custom resource has no strategic merge patch
  const strategic = () => widgets.patch("typed", {}, { type: "strategic" });
  // @ts-expect-error a size is a number
  const wrong: Widget = { spec: { size: "large" } };
  // @ts-expect-error the server does not select by it
  const field = () => widgets.list({ fieldSelector: { "spec.size": "1" } });
  void [strategic, wrong, field];

  const applied = await widgets.apply(
    "typed",
    { spec: { size: 2, color: "red" } },
    { fieldManager: "test", force: true },
  );
  const selected = await widgets.list({ fieldSelector: { "spec.color": "red" } });
  await widgets.scale.patch("typed", { spec: { replicas: 5 } });
  const scaled = await widgets.get("typed");
  const told = await widgets.status.patch("typed", { status: { ready: true } });
  await widgets.delete("typed");
  const gone = await widgets.get("typed").catch(isNotFound);
  await k8s.close();
  return {
    created: created.spec,
    applied: applied.spec,
    selected: selected.items.map(({ metadata }) => metadata.name),
    scaled: scaled.spec.size,
    ready: told.status?.ready,
    isGone: gone,
  };
}
`;
