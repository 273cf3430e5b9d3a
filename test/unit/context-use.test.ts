import { describe } from "vitest";
import { testEdits, use } from "./context-edits.js";

describe("the current context", () => {
  testEdits({
    "in plain text, with a comment": [
      "current-context: a   # mine\ncontexts: []\n",
      use("b"),
      "current-context: b   # mine\ncontexts: []\n",
    ],
    "in single quotes": [
      "current-context: 'a'\n",
      use("it's b"),
      "current-context: 'it''s b'\n",
    ],
    "in double quotes": [
      'current-context: "a"\n',
      use("b"),
      'current-context: "b"\n',
    ],
    "in a block": [
      "current-context: |-\n  a\n\nkind: Config\n",
      use("b"),
      "current-context: b\n\nkind: Config\n",
    ],
    empty: [
      'current-context: ""\nkind: Config\n',
      use("b"),
      'current-context: "b"\nkind: Config\n',
    ],
    "null, with a comment": [
      "current-context: # none\nkind: Config\n",
      use("b"),
      "current-context: b # none\nkind: Config\n",
    ],
    "null at the end of a file without a last line end": [
      "kind: Config\ncurrent-context:",
      use("b"),
      "kind: Config\ncurrent-context: b",
    ],
    "null by name": [
      "current-context: ~\n",
      use("null"),
      'current-context: "null"\n',
    ],
    "absent: in kubectl's order, above the comment on the next field": [
      "# mine\napiVersion: v1\ncontexts:\n- name: a\n# the kind\nkind: Config\n",
      use("a"),
      "# mine\napiVersion: v1\ncontexts:\n- name: a\ncurrent-context: a\n# the kind\nkind: Config\n",
    ],
    "absent, and nothing comes after it": [
      "apiVersion: v1\r\ncontexts:\r\n- name: a\r\n",
      use("a"),
      "apiVersion: v1\r\ncurrent-context: a\r\ncontexts:\r\n- name: a\r\n",
    ],
    "absent, below a comment on the file": [
      "# mine\nkind: Config\n",
      use("a"),
      "# mine\ncurrent-context: a\nkind: Config\n",
    ],
    "absent from a map that is indented": [
      "---\n  contexts: []\n  kind: Config\n",
      use("a"),
      "---\n  contexts: []\n  current-context: a\n  kind: Config\n",
    ],
    "absent from JSON": [
      '{\n    "apiVersion": "v1",\n    "kind": "Config"\n}\n',
      use("a"),
      '{\n    "apiVersion": "v1",\n    "current-context": "a",\n    "kind": "Config"\n}\n',
    ],
    "absent from JSON on one line": [
      '{"kind":"Config"}',
      use("a"),
      '{"current-context":"a","kind":"Config"}',
    ],
    "null in JSON": [
      '{"current-context":null}',
      use("a"),
      '{"current-context":"a"}',
    ],
    "absent from flow style": [
      "{contexts: [], kind: Config}\n",
      use("a:b"),
      '{contexts: [], current-context: "a:b", kind: Config}\n',
    ],
    "absent from an empty map": [
      "{}\n",
      use("a"),
      '{"current-context": "a"}\n',
    ],
    "absent from an empty file": [
      "",
      use("a"),
      "apiVersion: v1\nkind: Config\ncurrent-context: a\n",
    ],
    "absent from a file of comments": [
      "# mine",
      use("a"),
      "# mine\napiVersion: v1\nkind: Config\ncurrent-context: a\n",
    ],
    "in the first of two documents": [
      "current-context: a\n---\ncurrent-context: a\n",
      use("b"),
      "current-context: b\n---\ncurrent-context: a\n",
    ],
    "an alias of something else": [
      "x: &n a\ncurrent-context: *n\n",
      use("b"),
      "x: &n a\ncurrent-context: b\n",
    ],
  });
});
