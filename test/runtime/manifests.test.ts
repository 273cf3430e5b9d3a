import { describe, expect, it } from "vitest";
import {
  type ManifestError,
  parseManifests,
} from "../../templates/runtime/manifests.js";

const names = (text: string): unknown[] =>
  parseManifests(text).map(
    ({ kind, metadata }) => `${kind}/${metadata?.name ?? ""}`,
  );

function failureOf(text: string): ManifestError {
  try {
    parseManifests(text, { file: "app.yaml" });
  } catch (error) {
    return error as ManifestError;
  }
  throw new Error("no error");
}

describe("parseManifests", () => {
  it("gives every document's object, in their order, without the empty ones", () => {
    expect(
      names(`# a comment
---
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
---
---
# nothing here
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: b
...
`),
    ).toEqual(["ConfigMap/a", "Deployment/b"]);
    expect(names("")).toEqual([]);
    expect(names("# only a comment\n")).toEqual([]);
  });

  it("opens lists, also within lists, and lets their items be what the list says", () => {
    expect(
      names(`apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Secret, metadata: { name: a } }
- apiVersion: v1
  kind: ConfigMapList
  items:
  - metadata: { name: b }
---
apiVersion: v1
kind: PodList
items: []
---
apiVersion: v1
kind: List
items:
`),
    ).toEqual(["Secret/a", "ConfigMap/b"]);
  });

  it("leaves kinds alone that only sound like lists", () => {
    expect(
      names("{apiVersion: x.io/v1, kind: AllowList, metadata: {name: a}}"),
    ).toEqual(["AllowList/a"]);
  });

  it("reads JSON, also with tabs and in one line", () => {
    const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };
    expect(parseManifests(JSON.stringify(object))).toEqual([object]);
    expect(parseManifests(JSON.stringify(object, null, "\t"))).toEqual([
      object,
    ]);
    const list = { apiVersion: "v1", kind: "List", items: [object, object] };
    expect(parseManifests(JSON.stringify(list))).toEqual([object, object]);
  });

  it("reads plain scalars as kubectl does", () => {
    const [object] = parseManifests(`apiVersion: v1
kind: X
a: [yes, No, on, OFF, "yes", 'on', true, y]
mode: [0755, 0o755, "0755", 493, 0x1f, 1_000]
port: ["8080", 8080, 22:22, 1:30]
time: [2001-12-14, 2001-12-14T21:59:43Z]
none: [~, null, ]
text: |
  line
merged: { <<: { a: 1, b: 2 }, b: 3 }
1: one
base: &base { x: 1 }
copy: *base
`);
    expect(object).toMatchObject({
      a: [true, false, true, false, "yes", "on", true, true],
      mode: [493, 493, "0755", 493, 31, 1000],
      port: ["8080", 8080, "22:22", "1:30"],
      time: ["2001-12-14", "2001-12-14T21:59:43Z"],
      none: [null, null],
      text: "line\n",
      merged: { a: 1, b: 3 },
      "1": "one",
      copy: { x: 1 },
    });
  });
});

const pod = "apiVersion: v1\nkind: Pod\n";
const bomb = Array.from(
  { length: 9 },
  (_, at) =>
    `l${at + 1}: &l${at + 1} [${Array<string>(9)
      .fill(at === 0 ? "x" : `*l${at}`)
      .join()}]\n`,
).join("");

it("takes an alias as often as a long manifest has it", () => {
  const uses = Array<string>(500).fill("*a").join();
  const [object] = parseManifests(`${pod}a: &a { x: 1 }\nall: [${uses}]\n`);
  expect(object?.["all"]).toHaveLength(500);
});

describe("what is not a manifest", () => {
  it("is told with its file, its document and its line", () => {
    const error = failureOf(
      "apiVersion: v1\nkind: Pod\n---\n\napiVersion: v1\nmetadata: {name: x}\n",
    );
    expect(error).toMatchObject({
      name: "ManifestError",
      message: 'app.yaml, document 2, line 5: the object has no "kind"',
      file: "app.yaml",
      document: 2,
      line: 5,
    });
  });

  it.each([
    ["kind: Pod\n", 'line 1: the object has no "apiVersion"'],
    ["- a\n- b\n", "line 1: not an object"],
    ["just text\n", "line 1: not an object"],
    [
      "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n",
      'line 1: items[0]: the object has no "apiVersion"',
    ],
    ["apiVersion: v1\nkind: List\nitems: [1]\n", "items[0]: not an object"],
    ["a: [1\nb: 2\n", "line 2: "],
    ["a: 1\na: 2\n", "line 2: "],
    ['{"apiVersion": "v1",\n "kind": \n}}', "line 3: "],
    ["a:\n\t- b\n", "line 2: "],
    [`${pod}a: *c\nc: &c 1\n`, 'line 3: the alias "*c" has no anchor'],
    [
      "&a\napiVersion: v1\nkind: List\nitems:\n- *a\n",
      'line 5: the alias "*a" contains itself',
    ],
    [pod + bomb, "line 1: Excessive alias count"],
    [`${pod}a: { <<: 1 }\n`, "line 1: Merge sources must be maps"],
  ])("%j", (text, expected) => {
    expect(failureOf(text).message).toContain(expected);
    expect(failureOf(text).message).toMatch(/^app\.yaml, document 1, /);
  });
});
