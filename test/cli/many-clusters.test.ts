import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treeOf } from "../unit/source-fixtures.js";
import { countCalls } from "./call-counts.js";
import { textOf } from "./changing-server.js";
import { kubewright, type Outcome } from "./command-line.js";
import { startFleet, type Fleet } from "./fleet.js";
// They are loaded when they are needed, which on a slow machine is more than the time of a test.
import "../../generator/cli/many-outputs.js";
import "../../generator/cli/regenerate.js";

const index = "openapi/v3";

/** What converting a document begins with, and what making a client of documents does. */
const conversions = [
  { file: "generator/document/check.ts", name: "checkDocument" },
  { file: "generator/document/fixups/index.ts", name: "applyFixups" },
];
const model = { file: "generator/model/build.ts", name: "buildModel" };
const emission = { file: "generator/emit/emit.ts", name: "emit" };
const openapi = { file: "generator/openapi/emit.ts", name: "emitOpenapi" };

/** Clusters with six documents between them: two of the core group, one of apps, three of a custom group. */
function fleetOf(size: number): Promise<Fleet> {
  return startFleet(
    Array.from({ length: size }, (_, number) => `prod-${String(number)}`),
    (number) => ({
      "api/v1": textOf("", "v1", number % 2 === 0 ? "Pod" : "Node"),
      "apis/apps/v1": textOf("apps", "v1", "Deployment"),
      "apis/example.com/v1": textOf(
        "example.com",
        "v1",
        ["Widget", "Gadget", "Gizmo"][number % 3] ?? "",
      ),
    }),
  );
}

/** Generates clients of a fleet, in `k8s` of its folder. */
function generate(
  { folder, kubeconfig }: Fleet,
  ...args: readonly string[]
): Promise<Outcome> {
  return kubewright(
    [
      ...["generate", "--kubeconfig", kubeconfig],
      ...["--out", join(folder, "k8s"), ...args],
    ],
    { environment: { KUBEWRIGHT_CACHE_DIR: join(folder, "cache") } },
  );
}

/** The documents that were asked for. */
function documentsAsked(asked: ReturnType<Fleet["asked"]>): readonly string[] {
  return asked
    .map(([, path]) => path)
    .filter((path) => path.startsWith(`${index}/`));
}

test.each([
  [60, []],
  [24, ["--no-cache"]],
])(
  "%i clusters cost what they have that differs, with %j",
  async (size, options) => {
    const fleet = await fleetOf(size);
    const all = ["--context", "prod-*", "--emit", "openapi", ...options];
    let first: Outcome | undefined;
    const counts = await countCalls(
      [...conversions, model, openapi],
      async () => {
        first = await generate(fleet, ...all);
      },
    );
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        new RegExp(
          `^${String(size)} outputs: ${String(size)} written; 6 clients made of 6 documents\n`,
          "m",
        ),
      ) as unknown,
    });
    expect(counts).toEqual([6, 6, 6, 6]);
    const asked = fleet.asked();
    expect(documentsAsked(asked)).toHaveLength(6);
    expect(asked.filter(([, path]) => path === index)).toHaveLength(size);

    const { outputs } = JSON.parse(
      readFileSync(join(fleet.folder, "kubewright.lock.json"), "utf8"),
    ) as { outputs: object };
    expect(Object.keys(outputs)).toHaveLength(size);
    const trees = fleet.contexts.map((name) =>
      JSON.stringify(treeOf(join(fleet.folder, "k8s", name))),
    );
    expect(new Set(trees)).toEqual(new Set(trees.slice(0, 6)));
    expect(new Set(trees).size).toBe(6);
  },
);

test("the second run asks each cluster for its index, and a change costs what it changes", async () => {
  const fleet = await fleetOf(12);
  const all = ["--context", "prod-*", "--emit", "openapi"];
  await generate(fleet, ...all);
  fleet.asked();
  const tree = treeOf(join(fleet.folder, "k8s"));
  expect(await generate(fleet, ...all)).toEqual({
    code: 0,
    stdout: "",
    stderr: "all 12 outputs are up to date\n",
  });
  expect(fleet.asked().map(([, path]) => path)).toEqual(
    Array<string>(12).fill(index),
  );
  expect(treeOf(join(fleet.folder, "k8s"))).toEqual(tree);

  const gauge = textOf("example.com", "v1", "Gauge");
  for (const name of ["prod-3", "prod-9"])
    fleet.documents.get(name)?.set("apis/example.com/v1", gauge);
  const check = await generate(fleet, ...all, "--check");
  expect(check.code).toBe(1);
  expect(check.stderr).toMatch(
    /2 of 12 outputs failed: \S*\/prod-3, \S*\/prod-9\n/,
  );
  fleet.asked();
  const changed = await generate(fleet, ...all);
  expect(changed.stderr).toMatch(
    /^12 outputs: 10 up to date, 2 written; 1 client made of 3 documents$/m,
  );
  // That of the check is in the cache.
  expect(documentsAsked(fleet.asked())).toEqual([]);
  const after = treeOf(join(fleet.folder, "k8s"));
  const differing = Object.keys(after).filter((at) => after[at] !== tree[at]);
  expect(new Set(differing.map((at) => at.split("/")[0]))).toEqual(
    new Set(["prod-3", "prod-9"]),
  );

  await fleet.stop();
  expect(await generate(fleet, ...all, "--check", "--offline")).toMatchObject({
    code: 0,
    stderr: "all 12 outputs are up to date\n",
  });
});

test("clients of clusters are what each would be alone, in its own format", async () => {
  const fleet = await fleetOf(4);
  const alone = join(fleet.folder, "alone");
  // Of a few files: prettier takes longer than all else.
  const own = { files: "**/example.com/**", options: { tabWidth: 4 } };
  writeFileSync(
    join(fleet.folder, ".prettierrc"),
    JSON.stringify({ overrides: [own] }),
  );
  const args = ["--include", "example.com", "--context", "prod-1"];
  await kubewright([
    ...["generate", "--kubeconfig", fleet.kubeconfig, "--out", alone, ...args],
  ]);
  let many: Outcome | undefined;
  const counts = await countCalls([model, emission], async () => {
    const others = ["--context", "prod-0", "--context", "prod-3"];
    many = await generate(fleet, ...args, ...others);
  });
  expect(many?.code).toBe(0);
  // The clusters 0 and 3 have one document of this group.
  expect(counts).toEqual([2, 2]);
  const folder = join(fleet.folder, "k8s");
  expect(treeOf(join(folder, "prod-1"))).toEqual(treeOf(alone));
  expect(readFileSync(join(alone, "example.com/v1/types.ts"), "utf8")).toMatch(
    /^ {4}metadata\?:/m,
  );
  expect(treeOf(join(folder, "prod-0"))).toEqual(
    treeOf(join(folder, "prod-3")),
  );
});

test("a cluster that is down is named, and the others are written", async () => {
  const fleet = await fleetOf(5);
  fleet.down.add("prod-2");
  const all = ["--context", "prod-*", "--emit", "openapi", "--strict"];
  const { code, stderr } = await generate(fleet, ...all);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /\[3\/5\] \S*\/prod-2\n.*error\[.*\]: .*prod-2.*^5 outputs: 4 written, 1 failed.*1 of 5 outputs failed: \S*\/prod-2\n/ms,
  );
  expect(
    Object.keys(treeOf(join(fleet.folder, "k8s"))).filter((at) =>
      at.endsWith("/manifest.json"),
    ),
  ).toHaveLength(4);

  fleet.down.clear();
  fleet.asked();
  expect(await generate(fleet, ...all)).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/4 up to date, 1 written/) as unknown,
  });
  // No other cluster has that of its own group.
  expect(documentsAsked(fleet.asked())).toEqual([
    `${index}/apis/example.com/v1`,
  ]);
});

test("a cluster that gives another content under a hash than it has gives it to nobody else", async () => {
  const fleet = await startFleet(["honest", "false", "other"], () => ({
    "apis/apps/v1": textOf("apps", "v1", "Deployment"),
  }));
  const lie = textOf("apps", "v1", "Lie");
  fleet.lies.set("false", lie);
  await generate(fleet, "--context", "*", "--emit", "openapi");
  const types = fleet.contexts.map((name) =>
    readFileSync(join(fleet.folder, "k8s", name, "apps/v1.ts"), "utf8"),
  );
  expect(types.map((text) => text.includes("Lie"))).toEqual([
    false,
    true,
    false,
  ]);
});

test("what is warned of several outputs is said once, with their names", async () => {
  const fleet = await fleetOf(8);
  const { stderr } = await generate(
    fleet,
    ...[
      "--context",
      "prod-*",
      "--emit",
      "openapi",
      "--include",
      "*",
      "nothing",
    ],
  );
  expect(stderr.match(/warning\[unmatched-pattern\]/g)).toHaveLength(1);
  expect(stderr).toMatch(/^ {2}of \S+\/prod-0, .*\/prod-4 and 3 more$/m);
});

test("parts of the outputs are all of them together", async () => {
  const fleet = await fleetOf(5);
  const names: string[] = [];
  for (const part of ["1/3", "2/3", "3/3"]) {
    const { code, stderr } = await generate(
      fleet,
      ...["--context", "prod-*", "--emit", "openapi", "--shard", part],
    );
    expect(code).toBe(0);
    names.push(/^part .*$/m.exec(stderr)?.[0] ?? "");
  }
  expect(names).toEqual([
    "part 1/3: 2 of 5 outputs",
    "part 2/3: 2 of 5 outputs",
    "part 3/3: 1 of 5 outputs",
  ]);
  expect(
    await generate(fleet, "--context", "prod-*", "--emit", "openapi"),
  ).toMatchObject({ stderr: "all 5 outputs are up to date\n" });
  expect(
    await generate(fleet, "--context", "prod-*", "--shard", "6/6"),
  ).toEqual({ code: 0, stdout: "", stderr: "part 6/6: 0 of 5 outputs\n" });
});

test.each([
  [["--context", "prod-1", "--context", "prod-1"], 2, "It is given twice."],
  [
    ["--context", "prod-1", "--context", "prof-2"],
    1,
    'there is no context "prof-2" in ',
  ],
  [
    ["--context", "test-*"],
    1,
    /no context of "\S*kubeconfig" matches "test-\*"\n {2}hint: there are "prod-0", "prod-1"/,
  ],
  [["--context", "prod-*", "--token", "x"], 1, "error[ambiguous-credentials]"],
  [
    ["--context", "prod-*", "--from", "builtin"],
    1,
    'several contexts are for "cluster"',
  ],
  [["--context", "prod-*", "--package", "@a/b"], 1, 'a package called "@a/b"'],
  [["--shard", "0/3"], 2, "The parts are 1/3 to 3/3."],
  [["--shard", "4/3"], 2, "The parts are 1/3 to 3/3."],
  [["--shard", "1/0"], 2, "There is at least one part"],
  [["--shard", "first"], 2, "as in 3/10"],
] as const)("%j is a mistake", async (args, code, message) => {
  const fleet = await fleetOf(3);
  const outcome = await generate(fleet, ...args);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).toMatch(message);
  expect(fleet.asked()).toEqual([]);
  expect(treeOf(fleet.folder)).not.toHaveProperty("k8s");
});
