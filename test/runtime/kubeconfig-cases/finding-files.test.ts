import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  loadKubeconfig,
  selectContext,
} from "../../../templates/runtime/kubeconfig.js";
import { defaultFiles } from "../../../templates/runtime/kubeconfig-paths.js";
import { config, failure, folderOf, read } from "../kubeconfigs.js";

// The rows A of the table of kubeconfig cases: which files are read.

describe("finding files", () => {
  it("A1 without $KUBECONFIG there is ~/.kube/config", async () => {
    const { folder } = folderOf({ ".kube/config": config("a") });
    const loaded = await loadKubeconfig(undefined, { HOME: folder });
    expect(loaded.files).toEqual([join(folder, ".kube", "config")]);
    expect([...loaded.clusters.keys()]).toEqual(["a"]);
  });

  it("A2 a file that is given is the only one, and nothing is merged", async () => {
    const { folder, list } = folderOf({
      a: config("a"),
      b: config("b", "current-context: b\n"),
    });
    const loaded = await loadKubeconfig(join(folder, "a"), list("b"));
    expect([...loaded.clusters.keys()]).toEqual(["a"]);
    expect(loaded.currentContext).toBeUndefined();
  });

  it("A3 $KUBECONFIG is a list, with ; on Windows", async () => {
    const { folder, list } = folderOf({ a: config("a"), b: config("b") });
    const loaded = await loadKubeconfig(undefined, list("b", "a"));
    expect(loaded.files).toEqual([join(folder, "b"), join(folder, "a")]);
    const exists = () => true;
    const windows = { KUBECONFIG: "C:\\a;D:\\b" };
    expect(defaultFiles(windows, { isWindows: true, exists })).toEqual([
      "C:\\a",
      "D:\\b",
    ]);
    const posix = { KUBECONFIG: "/a;b:/c" };
    expect(defaultFiles(posix, { isWindows: false, exists })).toEqual([
      "/a;b",
      "/c",
    ]);
  });

  it("A4 empty entries of the list are none", async () => {
    const { folder, list } = folderOf({ a: config("a") });
    const loaded = await loadKubeconfig(undefined, list("", "a", ""));
    expect(loaded.files).toEqual([join(folder, "a")]);
  });

  it("A5 a file that is listed twice is read where it stands first", async () => {
    const { folder, list } = folderOf({ a: config("a"), b: config("b") });
    const twice = list("a", "a", "b", "b", "nowhere", "b");
    const loaded = await loadKubeconfig(undefined, twice);
    expect(loaded.files).toEqual([join(folder, "a"), join(folder, "b")]);
    expect(loaded.missing).toEqual([join(folder, "nowhere")]);
  });

  it("A6 listed files that are not there are skipped, and told where all are missing", async () => {
    const { folder, list } = folderOf({ a: config("a") });
    const some = await loadKubeconfig(undefined, list("no", "a"));
    expect(some).toMatchObject({
      files: [join(folder, "a")],
      missing: [join(folder, "no")],
    });
    const none = await loadKubeconfig(undefined, list("no", "nor"));
    expect(() => selectContext(none, undefined)).toThrow(
      `no cluster is configured: "${join(folder, "no")}" (not there), "${join(folder, "nor")}" (not there) has no context`,
    );
  });

  it("A7 a file that is given must be there", async () => {
    const { folder } = folderOf({});
    expect(await failure(loadKubeconfig(join(folder, "no"), {}))).toBe(
      `ConfigError: cannot read the kubeconfig "${join(folder, "no")}": it is not there`,
    );
  });

  it("A8 a file that is given is no folder", async () => {
    const { folder } = folderOf({});
    expect(await failure(loadKubeconfig(folder, {}))).toBe(
      `ConfigError: cannot read the kubeconfig "${folder}": it is a directory`,
    );
  });

  it("A9 text that is no kubeconfig is told with its file", async () => {
    const { file, loaded } = await read("bogus value");
    expect(await failure(loaded)).toBe(
      `ConfigError: "${file}", line 1: a kubeconfig must be a map`,
    );
  });

  it.each<[string, Record<string, string>, readonly string[], string?]>([
    [
      "HOME",
      { HOME: "H", HOMEDRIVE: "D", HOMEPATH: "P", USERPROFILE: "U" },
      [],
      "H",
    ],
    [
      "HOME",
      { HOME: "H", HOMEDRIVE: "D:", HOMEPATH: "P", USERPROFILE: "U" },
      ["H\\.kube\\config", "U\\.kube\\config"],
      "H",
    ],
    [
      "HOMEDRIVE and HOMEPATH, as they have the file",
      { HOME: "H", HOMEDRIVE: "D:", HOMEPATH: "\\P", USERPROFILE: "U" },
      ["D:\\P\\.kube\\config", "U\\.kube\\config", "H"],
      "D:\\P",
    ],
    [
      "USERPROFILE, as it has the file",
      { HOME: "H", HOMEDRIVE: "D:", HOMEPATH: "\\P", USERPROFILE: "U" },
      ["U\\.kube\\config", "H"],
      "U",
    ],
    [
      "USERPROFILE, as it is there",
      { HOME: "H", HOMEDRIVE: "D:", HOMEPATH: "\\P", USERPROFILE: "U" },
      ["U", "D:\\P"],
      "U",
    ],
    [
      "HOMEDRIVE and HOMEPATH, as they are there",
      { HOME: "H", HOMEDRIVE: "D:", HOMEPATH: "\\P", USERPROFILE: "U" },
      ["D:\\P"],
      "D:\\P",
    ],
    [
      "HOMEDRIVE and HOMEPATH, as there is no other",
      { HOMEDRIVE: "D:", HOMEPATH: "\\P" },
      [],
      "D:\\P",
    ],
    [
      "USERPROFILE, as HOMEPATH is not set",
      { HOMEDRIVE: "D:", USERPROFILE: "U" },
      [],
      "U",
    ],
    [
      "USERPROFILE before HOMEDRIVE, as nothing is there",
      { HOMEDRIVE: "D:", HOMEPATH: "\\P", USERPROFILE: "U" },
      [],
      "U",
    ],
    ["nowhere", { HOME: "" }, []],
  ])(
    "A26 on Windows home is %s: %j, of which %j exist",
    (_, environment, there, home) => {
      const exists = (path: string) => there.includes(path);
      expect(defaultFiles(environment, { isWindows: true, exists })).toEqual(
        home === undefined ? [] : [`${home}\\.kube\\config`],
      );
    },
  );

  it("A26 without a home there is no file, whatever the current folder has", async () => {
    expect(defaultFiles({})).toEqual([]);
    const loaded = await loadKubeconfig(undefined, {});
    expect(() => selectContext(loaded, undefined)).toThrow(
      "no cluster is configured: $KUBECONFIG (which names no file) has no context",
    );
  });
});
