import { describe, expect, it } from "vitest";
import { selectContext } from "../../templates/runtime/kubeconfig.js";
import { config, read } from "./kubeconfigs.js";

describe("selecting a context", () => {
  const load = async (text: string) => (await read(text)).loaded;

  it("names what is missing, both at once, and where", async () => {
    const loaded = await load(
      "current-context: x\ncontexts:\n- name: x\n  context: { cluster: c, user: u }\n",
    );
    expect(() => selectContext(loaded, undefined)).toThrow(
      /^there is no cluster "c" and no user "u", which the context "x" of ".*config" names/,
    );
  });

  it("names the contexts that there are, where there is no such one", async () => {
    const loaded = await load(config("a"));
    expect(() => selectContext(loaded, "b")).toThrow(
      /^there is no context "b" in ".*config"; there are "a"$/,
    );
  });

  it("never takes the first where none is current", async () => {
    const loaded = await load(config("a"));
    expect(() => selectContext(loaded, undefined)).toThrow(
      expect.objectContaining({
        empty: true,
        message: expect.stringMatching(/has no current context; .*"a"$/),
      }),
    );
  });

  it("needs a cluster, but no user", async () => {
    const loaded = await load(
      "contexts:\n- name: x\n  context: { user: u }\n- name: y\n  context: { cluster: c }\nclusters:\n- name: c\n  cluster: { server: https://c }\n",
    );
    expect(() => selectContext(loaded, "x")).toThrow(/names no cluster/);
    expect(selectContext(loaded, "y").user).toBeUndefined();
  });
});
