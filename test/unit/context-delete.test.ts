import { describe } from "vitest";
import { remove, testEdits } from "./context-edits.js";

describe("deleting", () => {
  testEdits({
    "takes the comments inside of it and directly above it": [
      "contexts:\n# on a\n- name: a # a\n  # in a\n# on b\n# on b too\n- name: b\n  context:\n    cluster: c\n    # in b\n\n# on c\n- name: c\n# the end\nkind: Config\n",
      remove("b"),
      "contexts:\n# on a\n- name: a # a\n  # in a\n\n# on c\n- name: c\n# the end\nkind: Config\n",
    ],
    "leaves a comment that stands apart": [
      "contexts:\n\n# all of them\n\n- name: a\n- name: b\n",
      remove("a"),
      "contexts:\n\n# all of them\n\n- name: b\n",
    ],
    "leaves what is commented out": [
      "contexts:\n# - name: old\n#   context: {}\n- name: a\n  # - name: older\n- name: b\n",
      remove("a"),
      "contexts:\n# - name: old\n#   context: {}\n  # - name: older\n- name: b\n",
    ],
    "the last of several, at the end of a file without a last line end": [
      "contexts:\n  - name: a\n  - name: b",
      remove("b"),
      "contexts:\n  - name: a\n",
    ],
    "the only one": [
      "contexts: # mine\n- name: a\n  context: {cluster: c}\n# the kind\nkind: Config\n",
      remove("a"),
      "contexts: [] # mine\n# the kind\nkind: Config\n",
    ],
    "one that ends in null": [
      "contexts:\n- name: a\n  context:\n# on b\n- name: b\n",
      remove("a"),
      "contexts:\n# on b\n- name: b\n",
    ],
    "one that ends in a block of text": [
      "contexts:\n- name: |-\n    a\n\n- name: b\n",
      remove("a"),
      "contexts:\n\n- name: b\n",
    ],
    "one that is an alias": [
      "x: &a {name: a}\ncontexts:\n- *a\n- name: b\n",
      remove("a"),
      "x: &a {name: a}\ncontexts:\n- name: b\n",
    ],
    "one with an anchor that nothing refers to": [
      "contexts:\n- &a\n  name: a\n- &b\n  name: b\n",
      remove("a"),
      "contexts:\n- &b\n  name: b\n",
    ],
    "the first of JSON": [
      '{\n  "contexts": [\n    {"name": "a"},\n    {"name": "b"}\n  ]\n}\n',
      remove("a"),
      '{\n  "contexts": [\n    {"name": "b"}\n  ]\n}\n',
    ],
    "the last of JSON": [
      '{\n  "contexts": [\n    {"name": "a"},\n    {"name": "b"}\n  ]\n}\n',
      remove("b"),
      '{\n  "contexts": [\n    {"name": "a"}\n  ]\n}\n',
    ],
    "the only one of JSON": [
      '{"contexts": [\n  {"name": "a"}\n]}',
      remove("a"),
      '{"contexts": []}',
    ],
    "in flow style, with an anchor": [
      "contexts: [&a {name: a}, &b {name: b}]\n",
      remove("a"),
      "contexts: [&b {name: b}]\n",
    ],
    "in flow style, with comments": [
      "contexts: [\n  {name: a}, # on a\n  # on b\n  {name: b}, # b\n  {name: c}, # c\n]\n",
      remove("b"),
      "contexts: [\n  {name: a}, # on a\n  # on b\n   # b\n  {name: c}, # c\n]\n",
    ],
    "the first in flow style, with comments": [
      "contexts: [\n  {name: a}, # on a\n  {name: b}, # b\n]\n",
      remove("a"),
      "contexts: [\n   # on a\n  {name: b}, # b\n]\n",
    ],
    "the last in flow style, with comments": [
      "contexts: [\n  {name: a}, # on a\n  {name: b}, # b\n]\n",
      remove("b"),
      "contexts: [\n  {name: a}, # on a\n   # b\n]\n",
    ],
    "with ends of lines of Windows": [
      "contexts:\r\n# a\r\n- name: a\r\n- name: b\r\nkind: Config\r\n",
      remove("a"),
      "contexts:\r\n- name: b\r\nkind: Config\r\n",
    ],
  });
});
