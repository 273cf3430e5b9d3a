/** A program on a client that knows `Gauge` and `Characters`: what a user would write. What must not compile says so. */
export const gaugeProgram = `
import { isInvalid, type Kubernetes } from "./index.js";
import type { Characters, Gauge } from "./odd.example.com/v1/index.js";

/** Status, and of the first cause its reason, field and message. */
async function refusal(request: Promise<unknown>): Promise<readonly string[]> {
  const error = await request.catch((reason: unknown) => reason);
  if (!isInvalid(error)) throw error;
  const cause = error.details?.causes?.[0];
  return [String(error.status), cause?.reason ?? "", cause?.field ?? "", cause?.message ?? ""];
}

export async function run(k8s: Kubernetes, namespace: string): Promise<object> {
  const gauges = k8s["odd.example.com"].v1.gauges(namespace);
  const manager = { fieldManager: "kept", force: true };
  const kept: Gauge = {
    metadata: { name: "kept" },
    spec: { level: 2, port: "http", note: null },
  };
  const { spec: filledIn } = await gauges.create(kept);
  await gauges.create({ metadata: { name: "other" }, spec: { level: 6, port: 80, color: "red" } });

  // @ts-expect-error a port is a number or a string
  const wrongPort: Gauge = { spec: { level: 1, port: true } };
  // @ts-expect-error the server does not select by it
  const wrongField = () => gauges.list({ fieldSelector: { "spec.port": "1" } });
  // @ts-expect-error a part is known by its name
  const wrongPart = () => gauges.apply("kept", { spec: { parts: [{ size: 1 }] } }, manager);
  void [wrongPort, wrongField, wrongPart];

  const names = async (fieldSelector: { "spec.color"?: string; "spec.level"?: string }) =>
    (await gauges.list({ fieldSelector })).items.map(({ metadata }) => metadata.name);
  const green = await names({ "spec.color": "green" });
  const second = await names({ "spec.level": "2" });

  const rich = await gauges.patch("kept", {
    spec: {
      template: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "inside" },
        data: { a: "b" },
      },
      anything: { is: ["kept", { as: "it is" }] },
    },
  });
  await gauges.apply("kept", { spec: { parts: [{ name: "one", size: 1 }] } }, manager);
  const { spec: { parts } } = await gauges.apply(
    "kept",
    { spec: { parts: [{ name: "two", size: 2 }] } },
    { fieldManager: "other" },
  );

  await gauges.status.patch("kept", { status: { level: 2, selector: "a=b" } });
  const before = await gauges.scale.get("kept");
  const after = await gauges.scale.patch("kept", { spec: { replicas: 7 } });
  const { spec: { level } } = await gauges.get("kept");

  const text = "line one\\u2028two\\u0085three";
  const all: Characters = {
    metadata: { name: "all" },
    spec: {
      "a-b": text, "a.b": text, $ref: text, "1st": text, "": text, "ünïcode": text, "two words": text,
      'quote"': text, "back\\\\slash": text, "\`\${x}\`": text, "*/": text, "line\\nbreak": "'\\"\`\${",
      "\\u2028": text, "🚢": text,
    },
  };
  const characters = k8s["odd.example.com"].v1.characters(namespace);
  const applied = await characters.apply("all", all, manager);

  return {
    filledIn,
    green,
    second,
    template: rich.spec.template,
    anything: rich.spec.anything,
    parts,
    scaled: [before.spec?.replicas, after.spec?.replicas, level],
    refused: [
      await refusal(gauges.patch("kept", { spec: { color: "red", level: 5 } })),
      await refusal(gauges.patch("kept", { spec: { level: 3 } })),
      await refusal(gauges.patch("kept", { spec: { level: 10 } })),
      await refusal(gauges.patch("kept", [{ op: "add", path: "/spec/color", value: "blue" }], { type: "json" })),
    ],
    characters: JSON.stringify(Object.entries(applied.spec ?? {}).sort()) === JSON.stringify(Object.entries(all.spec ?? {}).sort()),
  };
}
`;
