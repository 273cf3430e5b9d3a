import {
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { kubewright as viteplugin } from "../../generator/plugins/vite.js";
import { kubewright } from "../cli/command-line.js";
import { writeFiles } from "../runtime/servers.js";
import {
  buildProject,
  definition,
  newProject,
  options,
  readClient,
  typesOf,
} from "./plugin-project.js";

/** A port of this machine that nothing listens on. */
const nowhere = "http://127.0.0.1:9";

describe("a build with build: generate", () => {
  test("writes the client before the program is read", async () => {
    const root = newProject();
    const log = await buildProject(root, { ...options, build: "generate" });
    expect(log.notes.join("\n")).toMatch(/kubewright wrote \S+k8s: \d+ new/);
    expect(readFileSync(join(root, "dist/main.js"), "utf8")).toContain(
      "/apis/example.com/v1/namespaces/",
    );
  });

  test("writes nothing where nothing changed", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    const manifest = join(root, "src/k8s/manifest.json");
    const before = statSync(manifest, { bigint: true });
    const log = await buildProject(root, { ...options, build: "generate" });
    const after = statSync(manifest, { bigint: true });
    expect([after.mtimeNs, after.ctimeNs, after.ino]).toEqual([
      before.mtimeNs,
      before.ctimeNs,
      before.ino,
    ]);
    expect(log.notes.join("\n")).not.toContain("wrote");
  });
});

describe("a build that checks", () => {
  test("passes where the client is what the source gives", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    await buildProject(root);
  });

  test("names what was edited, what is missing and what is too much, and writes nothing", async () => {
    const root = newProject();
    const shop = definition("Shop", "a shop", "shop.example.com");
    writeFiles(root, { "crds/shop.yaml": shop });
    await buildProject(root, { ...options, build: "generate" });
    rmSync(join(root, "crds/shop.yaml"));
    rmSync(join(root, "src/k8s/fetch.ts"));
    const types = join(root, "src/k8s/example.com/v1/types.ts");
    writeFileSync(types, "export {};\n");

    const failure = String(await buildProject(root).catch(String));
    expect(failure).toContain("error[out-of-date]");
    const files = failure.match(/(?<=^ {4})(?:missing|differs|too much) .+$/gm);
    expect(files).toEqual([
      "missing  fetch.ts",
      "differs  README.md",
      "differs  example.com/v1/types.ts",
      "differs  kubernetes.ts",
      "differs  manifest.json",
      "differs  manifests.ts",
      "too much shop.example.com/v1/apply.ts",
      "too much shop.example.com/v1/client.ts",
      "too much shop.example.com/v1/index.ts",
      "too much shop.example.com/v1/paths.ts",
      "too much shop.example.com/v1/resources.ts",
      "too much shop.example.com/v1/types.ts",
    ]);
    expect(readFileSync(types, "utf8")).toBe("export {};\n");
    expect(existsSync(join(root, "src/k8s/shop.example.com"))).toBe(true);
  });

  test("says a command that mends it", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    writeFileSync(
      join(root, "crds/site.yaml"),
      definition("Site", "second text"),
    );
    const failure = String(await buildProject(root).catch(String));
    const [, words = ""] = /run "npx kubewright (.+?)" and/.exec(failure) ?? [];
    const place = relative(process.cwd(), root);
    expect(words).toBe(`generate --from ${place}/crds --out ${place}/src/k8s`);
    const { code } = await kubewright(words.split(" "));
    expect(code).toBe(0);
    expect(typesOf(root)).toContain("second text");
    await buildProject(root);
  });

  test("counts what is more than anyone reads", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    rmSync(join(root, "src/k8s/runtime"), { recursive: true });
    const failure = String(await buildProject(root).catch(String));
    expect(failure.match(/^ {4}missing .+$/gm)).toHaveLength(20);
    expect(failure).toMatch(/^ {4}and \d+ more$/m);
  });

  test("fails where there is no client, and where a server is away", async () => {
    const root = newProject();
    await expect(buildProject(root)).rejects.toThrow(
      /out-of-date\]: there is no client in ".+k8s"/,
    );
    expect(existsSync(join(root, "src/k8s"))).toBe(false);
    await expect(
      buildProject(root, { ...options, from: nowhere }),
    ).rejects.toThrow(/error\[unreachable-server\]/);
  });

  test("fails as the command line does where the source is wrong", async () => {
    const root = newProject();
    const broken = definition("Site", "first").replace("Namespaced", "Nowhere");
    writeFileSync(join(root, "crds/site.yaml"), broken);
    await expect(
      buildProject(root, { ...options, build: "generate" }),
    ).rejects.toThrow(/site\.yaml:6: error\[invalid-crd\]/);
    expect(existsSync(join(root, "src/k8s"))).toBe(false);
  });
});

test("build: false takes the client as it is, and asks no source", async () => {
  const root = newProject();
  await buildProject(root, { ...options, build: "generate" });
  const paths = join(root, "src/k8s/example.com/v1/paths.ts");
  writeFileSync(paths, 'export const sitePath = () => "by hand";\n');
  await buildProject(root, { ...options, from: nowhere, build: false });
  expect(readFileSync(join(root, "dist/main.js"), "utf8")).toContain("by hand");
  expect(readClient(root, "example.com/v1/paths.ts")).toContain("by hand");
});

describe("options", () => {
  test.each([
    [{ form: "crds" }, /there is no option "form"\n.+did you mean "from"/],
    [{ watch: true }, /there is no option "watch"\n.+the options are build, /],
    [{ build: true }, /"build" cannot be true\n.+"check", "generate", false/],
    [{ from: [] }, /"from" is an empty list/],
    [{ from: "crds/*.yaml" }, /"from" cannot be the pattern .+\n.+the folder/],
    [
      { include: [7] },
      /"include" is text, or a list of text, and not a number/,
    ],
    [{ context: ["a", "b"] }, /"context" is text, and not a list/],
    [{ package: "Acme" }, /"package" cannot be "Acme"\n.+in lower case/],
    [{ emit: "ts", package: "acme" }, /"package" makes JavaScript/],
    [{ emit: "js", importExtension: "ts" }, /"importExtension" is "ts"/],
    [
      { strict: "yes", frm: "crds" },
      /"strict" is true or false(?:.|\n)+there is no option "frm"/,
    ],
  ])("%j is refused, with the way out", (wrong, said) => {
    expect(() => viteplugin(wrong as never)).toThrow(said);
  });

  test("may be one text where a list may be given", async () => {
    const root = newProject();
    writeFiles(root, {
      "crds/shop.yaml": definition("Shop", "a shop", "shop.example.com"),
    });
    const some = { ...options, exclude: "shop.example.com" } as const;
    await buildProject(root, { ...some, build: "generate" });
    expect(typesOf(root)).toContain("first");
    expect(existsSync(join(root, "src/k8s/shop.example.com"))).toBe(false);
  });
});
