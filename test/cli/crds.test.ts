import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ResourceListing } from "../../generator/resources.js";
import { temporaryFolder } from "../runtime/servers.js";
import { kubewright } from "./command-line.js";

const golden = join(import.meta.dirname, "../golden");
const [gadgets, kinds, glass] = ["gadgets.yaml", "kinds.yml", "glass.json"].map(
  (name) => join(golden, "crd-yaml/input", name),
) as [string, string, string];

describe("--from with definitions of custom resources", () => {
  test("generates a client of them alone", async () => {
    const out = join(temporaryFolder(), "k8s");
    const { code, stderr } = await kubewright([
      ...["generate", "--from", gadgets, kinds, glass, "--out", out],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain("left out: 1 ServiceAccount");
    const folders = ["features.example.com/v1beta1", "other.example.com/v2"];
    for (const folder of folders)
      expect(existsSync(join(out, folder, "client.ts"))).toBe(true);
    expect(existsSync(join(out, "core"))).toBe(false);
    const manifest = JSON.parse(
      readFileSync(join(out, "manifest.json"), "utf8"),
    ) as { readonly source: unknown };
    expect(manifest.source).toEqual({ kind: "crds", server: "v1.37.2" });
  });

  test("gives the same client whether they are laid over builtin or stand alone", async () => {
    const folder = temporaryFolder();
    const texts: string[] = [];
    for (const [name, base] of [
      ["alone", []],
      ["over", ["builtin"]],
    ] as const) {
      const out = join(folder, name);
      const from = ["--from", ...base, gadgets, kinds];
      await kubewright(["generate", ...from, "--out", out, "--quiet"]);
      texts.push(
        readFileSync(join(out, "features.example.com/v1/types.ts"), "utf8"),
      );
    }
    expect(texts[0]).toBe(texts[1]);
  });

  test("lists them as a server discovers them", async () => {
    const args = ["resources", "--from", gadgets, "-o", "json", "--quiet"];
    const { code, stdout } = await kubewright(args);
    expect(code).toBe(0);
    const [first] = JSON.parse(stdout) as readonly ResourceListing[];
    expect(first).toMatchObject({
      name: "gadgets",
      singularName: "gadget",
      shortNames: ["gd", "gdg"],
      categories: ["all", "toys"],
      subresources: [{ name: "scale" }, { name: "status" }],
    });
  });

  test("captures what a server would publish, to generate from later", async () => {
    const folder = join(temporaryFolder(), "snapshot");
    const { code } = await kubewright(["snapshot", folder, "--from", glass]);
    expect(code).toBe(0);
    expect(existsSync(join(folder, "apis/other.example.com/v2.json"))).toBe(
      true,
    );
    const again = await kubewright(["resources", "--from", folder]);
    expect(again.stdout).toContain("other.example.com/v2");
  });

  test.each([
    ["crd-broken/input/crds.yaml", /crds\.yaml:21: error\[invalid-crd\]/],
    ["crd-templated/input/crds.yaml", /crds\.yaml:1: error\[templated-yaml\]/],
  ])("ends with 1 for %s, and names the line", async (path, said) => {
    const out = join(temporaryFolder(), "k8s");
    const from = ["--from", join(golden, path)];
    const { code, stderr } = await kubewright([
      ...["generate", ...from, "--out", out],
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
    expect(existsSync(out)).toBe(false);
  });
});
