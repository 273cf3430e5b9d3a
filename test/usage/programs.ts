/** The module through which the programs have their client: they know it by other names. */
const client = `
export { connect } from "../k8s/index.js";
export type { PersistedWidget, Widget as Thing } from "../k8s/acme.example.com/v1/index.js";
import type { Kubernetes } from "../k8s/index.js";
export const widgetsOf = (k8s: Kubernetes) => k8s["acme.example.com"].v1.widgets("x");
`;

/** Programs by their files. At the end of a line stands what is to be found on it: after `//!` what it does, after `//?` what is not seen. */
export const programs: Readonly<Record<string, string>> = {
  "client.ts": client,
  "variables.ts": `
import type { Thing } from "./client.js";
export function show(widget: Thing) {
  const spec = widget.spec;
  const key = "paused";
  spec?.replicas;
  spec?.paused; //! reads spec.paused
  spec?.[key]; //! reads spec.paused
  const copy = { ...spec };
  copy.paused; //! reads spec.paused
  delete copy.paused; //! writes spec.paused
}
`,
  "destructuring.ts": `
import type { Thing } from "./client.js";
export function show({ spec: { paused: isPaused } = {}, status }: Thing) { //! reads spec.paused
  const { phase = "none", ...others } = status ?? {}; //! reads status.phase
  let paused: boolean | undefined;
  const given: Thing = { spec: { owner: "me" } as Thing["spec"] };
  if (given.spec) ({ paused } = given.spec); //! reads spec.paused
  return { isPaused, phase, others, paused };
}
`,
  "generics.ts": `
import type { PersistedWidget } from "./client.js";
function pausedOf<T extends { spec?: { paused?: boolean } }>(one: T) {
  return one.spec?.paused;
}
async function each<T>(from: { list(): Promise<{ items: T[] }> }, use: (item: T) => void) {
  for (const item of (await from.list()).items) use(item);
}
export async function show(widget: PersistedWidget, all: { list(): Promise<{ items: PersistedWidget[] }> }) {
  pausedOf(widget); //! reads spec.paused
  await each(all, (one) => one.status?.phase); //! reads status.phase
  [widget].map(({ status }) => status?.phase); //! reads status.phase
}
`,
  "writes.ts": `
import { connect, widgetsOf, type Thing } from "./client.js";
const widgets = widgetsOf(await connect());
const body = {
  spec: { //! leaves out owner of spec
    mode: "Off", //! writes spec.mode
    parts: [{ image: "a" }], //! writes spec.parts[].image
  },
};
await widgets.create(body);
await widgets.patch("a", { spec: { paused: true } }); //! writes spec.paused
await widgets.apply("a", { spec: { paused: true } }, { fieldManager: "me" }); //! writes spec.paused
function made(mode: "Fast" | "Slow"): Thing {
  return { spec: { mode } }; //! leaves out owner of spec
}
const one = made("Fast");
if (one.spec) one.spec.mode = "Slow";
if (one.spec) one.spec.mode = "Off"; //! writes spec.mode
await widgets.status.get("a"); //! calls get of acme.example.com/v1 widgets/status
`,
  "unseen.ts": `
import { connect, widgetsOf, type Thing } from "./client.js";
const k8s = await connect();
const widgets = widgetsOf(k8s);
const loose = JSON.parse("{}");
await widgets.create(loose); //? takes any value for a Widget
export const cast = (loose as unknown) as Thing; //? takes any value for a Widget
export function show(widget: Thing, name: string) {
  for (const key in widget.spec) name += key; //? goes over all fields of WidgetSpec
  const { spec = {} } = widget;
  return [
    (spec as Record<string, unknown>)[name], //? gives a WidgetSpec to what takes any field
    Object.keys(spec), //? goes over all fields of WidgetSpec
  ];
}
k8s.resource("v1", "Pod"); //? asks for a resource by its kind
await widgets.patch("a", [{ op: "remove", path: "/spec/paused" }], { type: "json" }); //? patches widgets by paths of a JSON patch
`,
};

/** What is to be found: `variables.ts:7 reads spec.paused`. */
export function expectedIn(mark: "!" | "?"): readonly string[] {
  return Object.entries(programs)
    .flatMap(([file, text]) =>
      text.split("\n").flatMap((line, index) => {
        const [, said] = line.split(`//${mark} `);
        return said === undefined
          ? []
          : [`src/${file}:${String(index + 1)} ${said}`];
      }),
    )
    .sort();
}
