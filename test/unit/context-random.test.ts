import { expect, test } from "vitest";
import { parse } from "yaml";
import { editKubeconfig, type Edit } from "../../generator/context/edit.js";
import { Dice } from "./dice.js";

/** A kubeconfig as its data and as a text that says so, in whatever style. */
interface Kubeconfig {
  readonly contexts: readonly string[];
  readonly current: string | undefined;
  readonly text: string;
}

const names = ["a", "b-1", "c@d", "arn:x:y/z", "433e40", "on", "e f", "ü", "~"];

function someKubeconfig(dice: Dice): Kubeconfig {
  const contexts = names.filter(() => dice.chance(0.5));
  if (contexts.length === 0) contexts.push("a");
  const current = dice.chance(0.7) ? dice.pick(contexts) : undefined;
  const text = dice.chance(0.2)
    ? asJson(dice, contexts, current)
    : asYaml(dice, contexts, current);
  return { contexts, current, text };
}

function asJson(
  dice: Dice,
  contexts: readonly string[],
  current: string | undefined,
): string {
  const value = {
    kind: "Config",
    contexts: contexts.map((name) => ({ context: { cluster: "c" }, name })),
    ...(current === undefined ? {} : { "current-context": current }),
    users: null,
  };
  return JSON.stringify(value, null, dice.pick([0, 2, "\t"]));
}

function asYaml(
  dice: Dice,
  contexts: readonly string[],
  current: string | undefined,
): string {
  const fields = [
    ["apiVersion: v1"],
    ["kind: Config", "extra: {unknown: [1, 2]} # kept"],
    ["users:", "- name: u", "  user: {token: t}"],
    ["clusters: [] # none", ""],
    listOf(dice, contexts),
    ...(current === undefined
      ? []
      : [[`current-context: ${quoted(dice, current)}${tail(dice)}`]]),
  ];
  const lines = [...(dice.chance(0.3) ? ["# a file", "---"] : [])];
  while (fields.length > 0) {
    if (dice.chance(0.3)) lines.push("# on what follows");
    lines.push(...(fields.splice(dice.below(fields.length), 1)[0] ?? []));
  }
  if (dice.chance(0.5)) lines.push("");
  return lines.join(dice.pick(["\n", "\n", "\r\n"]));
}

function listOf(dice: Dice, contexts: readonly string[]): string[] {
  const inner = contexts.map(
    (name) => `{name: ${quoted(dice, name)}, context: {}}`,
  );
  if (dice.chance(0.15)) return [`contexts: [${inner.join(", ")}]`];
  if (dice.chance(0.15))
    return ["contexts: [", ...inner.map((item) => `  ${item},`), "  ]"];
  const indent = dice.pick(["", "  ", "    "]);
  return [
    `contexts:${tail(dice)}`,
    ...contexts.flatMap((name) => itemOf(dice, name, indent)),
  ];
}

function itemOf(dice: Dice, name: string, indent: string): string[] {
  const fields = [
    [`name: ${quoted(dice, name)}${tail(dice)}`],
    dice.pick([
      ["context: {cluster: c, user: u}"],
      ["context:", "  cluster: c", `  user: |-`, `    # u`, "  # inside"],
      ["context:", `  cluster: c${tail(dice)}`, "  namespace:"],
    ]),
    ...(dice.chance(0.3) ? [["extra: yes"]] : []),
  ];
  if (dice.chance(0.5)) fields.reverse();
  const [first = "", ...rest] = fields.flat();
  return [
    ...(dice.chance(0.2) ? ["", `${indent}# apart`, ""] : []),
    ...(dice.chance(0.4) ? [`${indent}# on ${JSON.stringify(name)}`] : []),
    `${indent}- ${first}`,
    ...rest.map((line) => `${indent}  ${line}`),
    ...(dice.chance(0.2) ? [`${indent}  # in ${JSON.stringify(name)}`] : []),
    ...(dice.chance(0.2) ? [""] : []),
  ];
}

function quoted(dice: Dice, name: string): string {
  const quotes = [`'${name}'`, JSON.stringify(name)];
  return dice.pick(
    /^[a-z][-a-z@0-9]*$/.test(name) && name !== "on"
      ? [name, ...quotes]
      : quotes,
  );
}

function tail(dice: Dice): string {
  return dice.chance(0.3) ? "   # said" : "";
}

function someEdit(dice: Dice, { contexts }: Kubeconfig): Edit {
  const name = dice.pick(contexts);
  return dice.pick<Edit>([
    { kind: "set-current", name },
    {
      kind: "rename",
      name,
      to: dice.pick(["new", "0", "x: y", "- z", "null"]),
    },
    { kind: "delete", name },
  ]);
}

type Data = {
  contexts: { name: string }[];
  "current-context"?: string;
};

/** The data after an edit, worked out without the text. */
function intended(text: string, edit: Edit): Data {
  const data = parse(text) as Data;
  const { contexts } = data;
  if (edit.kind === "set-current") data["current-context"] = edit.name;
  else
    data.contexts =
      edit.kind === "delete"
        ? contexts.filter(({ name }) => name !== edit.name)
        : contexts.map((context) =>
            context.name === edit.name
              ? { ...context, name: edit.to }
              : context,
          );
  return data;
}

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/** The lines that only one of two texts has, between those that both begin and both end with. */
function difference(before: string, after: string): [string[], string[]] {
  const [old, now] = [linesOf(before), linesOf(after)];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return [old, now];
}

/** Lines that a deletion may not take along, whatever stands around them. */
const foreign =
  /# (apart|on what follows|a file|kept|none)|^(kind|users|apiVersion|clusters|current-context)/;

test("an edit of any kubeconfig changes what it should, and no other line", () => {
  const kinds = new Map<string, number>();
  for (let seed = 0; seed < 1000; seed += 1) {
    const dice = new Dice(seed);
    const config = someKubeconfig(dice);
    const edit = someEdit(dice, config);
    const after = editKubeconfig("config", config.text, [edit]);
    expect({ seed, data: parse(after) as Data }).toEqual({
      seed,
      data: intended(config.text, edit),
    });
    expect(after.includes("\r")).toBe(config.text.includes("\r"));
    if (config.text.includes("\r")) expect(after).not.toMatch(/[^\r]\n/);

    const [old, now] = difference(config.text, after);
    const isLine = linesOf(config.text).length > 3;
    if (isLine && edit.kind !== "delete") {
      expect([seed, old.length <= 1 && now.length <= 1]).toEqual([seed, true]);
      // What is said beside a name stays.
      expect([seed, /#.*/.exec(now.join(""))?.[0]]).toEqual([
        seed,
        /#.*/.exec(old.join(""))?.[0],
      ]);
    } else if (isLine) {
      // Nothing is added but the end of a list that is empty now, or of one in flow style that its last item has left.
      const added = now.filter((line) => !old.includes(line));
      expect([seed, added.length <= 1]).toEqual([seed, true]);
      const lost = old.filter(
        (line) => !now.includes(line) && foreign.test(line),
      );
      expect([seed, lost]).toEqual([seed, []]);
      expectOwnCommentsGone(seed, edit.name, old, after);
    }
    kinds.set(edit.kind, (kinds.get(edit.kind) ?? 0) + 1);
  }
  expect(Math.min(...kinds.values())).toBeGreaterThan(150);
});

/** A comment on a context or in it goes with it, and those of others stay. */
function expectOwnCommentsGone(
  seed: number,
  name: string,
  old: readonly string[],
  after: string,
): void {
  const comments = /# (?:on|in) (".*")/;
  const lost = old
    .filter((line) => !linesOf(after).includes(line))
    .flatMap((line) => comments.exec(line)?.[1] ?? []);
  expect([seed, lost.filter((of) => of !== JSON.stringify(name))]).toEqual([
    seed,
    [],
  ]);
  expect([seed, after.includes(`# in ${JSON.stringify(name)}`)]).toEqual([
    seed,
    false,
  ]);
}
