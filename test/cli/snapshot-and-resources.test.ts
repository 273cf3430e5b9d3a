import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ResourceListing } from "../../generator/resources.js";
import {
  captureOf,
  documentOf,
  realCapture,
  treeOf,
} from "../unit/source-fixtures.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { kubewright } from "./command-line.js";

async function listBuiltin(): Promise<readonly ResourceListing[]> {
  const args = ["resources", "--from", "builtin", "-o", "json", "--quiet"];
  return JSON.parse((await kubewright(args)).stdout) as ResourceListing[];
}

describe("snapshot", () => {
  test("of a folder to a file, and back, is what it was", async () => {
    const folder = temporaryFolder();
    const from = join(folder, "from");
    const documents = captureOf({ "api/v1": documentOf("", "v1", "Pod") });
    writeFiles(from, documents);
    const file = join(folder, "capture.json.gz");
    const back = join(folder, "back");
    for (const [target, source] of [
      [file, from],
      [back, file],
    ] as const) {
      const args = ["snapshot", target, "--from", source];
      const { code, stdout, stderr } = await kubewright(args);
      expect([code, stdout]).toEqual([0, ""]);
      expect(stderr).toContain(`wrote ${target}: 2 files`);
    }
    expect(treeOf(back)["api/v1.json"]).toBe(documents["api/v1.json"]);
  });

  test("takes only what is included, and no descriptions where it is told so", async () => {
    const target = join(temporaryFolder(), "apps");
    const { code } = await kubewright([
      ...["snapshot", target, "--from", "builtin", "--include", "apps"],
      "--without-descriptions",
    ]);
    expect(code).toBe(0);
    const paths = Object.keys(treeOf(target));
    expect(paths).toContain("apis/apps/v1.json");
    expect(paths).toContain("_discovery/apis.json");
    expect(paths).toContain("version.json");
    expect(paths).not.toContain("api/v1.json");

    const back = ["resources", "--from", target];
    const { stdout, stderr } = await kubewright(back);
    expect(stderr).not.toContain("unpublished-group-version");
    expect(stdout).toMatch(/^deployments +deploy +apps\/v1/m);
  });

  test.each(["x.json", "y.yaml", "foo.txt", "z.gz"])(
    "to %s is wrong usage: neither a folder nor a capture is called so",
    async (name) => {
      const target = join(temporaryFolder(), name);
      const args = ["snapshot", target, "--from", "builtin"];
      const { code, stderr } = await kubewright(args);
      expect(code).toBe(2);
      expect(stderr).toContain("whose name ends in .json.gz");
      expect(existsSync(target)).toBe(false);
    },
  );
});

describe("resources", () => {
  test("of the built-in snapshot, as kubectl api-resources shows them", async () => {
    const args = ["resources", "--from", "builtin"];
    const { code, stdout } = await kubewright(args);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND$/,
    );
    expect(lines).toHaveLength(1 + 72);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^deployments +deploy +apps\/v1 +true +Deployment$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^nodes +no +v1 +false +Node$/),
    );
    const wide = await kubewright([...args, "-o", "wide"]);
    expect(wide.stdout).toMatch(
      /^deployments .* create,delete,deletecollection,get,list,patch,update,watch +all$/m,
    );
    const names = await kubewright([...args, "-o", "name"]);
    expect(names.stdout.split("\n")).toEqual(
      expect.arrayContaining(["pods", "deployments.apps"]),
    );
  });

  test("by name has a line for each, whatever its versions, as kubectl has", async () => {
    const folder = temporaryFolder();
    const group = "example.com";
    const documents = captureOf({
      "api/v1": documentOf("", "v1", "Pod"),
      "apis/example.com/v1": documentOf(group, "v1", "Widget"),
      "apis/example.com/v1beta1": documentOf(group, "v1beta1", "Widget"),
    });
    writeFiles(folder, documents);
    const args = ["resources", "--from", folder, "-o", "name"];
    const { stdout } = await kubewright(args);
    expect(stdout).toBe("pods\nwidgets.example.com\n");
  });

  test("as JSON keeps its contract", async () => {
    const listed = await listBuiltin();
    const deployments = listed.find(({ name }) => name === "deployments");
    expect(JSON.stringify(deployments)).toBe(
      JSON.stringify({
        name: "deployments",
        singularName: "deployment",
        shortNames: ["deploy"],
        categories: ["all"],
        apiVersion: "apps/v1",
        group: "apps",
        version: "v1",
        preferred: true,
        namespaced: true,
        kind: "Deployment",
        verbs: [
          "create",
          "delete",
          "deletecollection",
          "get",
          "list",
          "patch",
          "update",
          "watch",
        ],
        subresources: [
          {
            name: "scale",
            apiVersion: "autoscaling/v1",
            kind: "Scale",
            verbs: ["get", "patch", "update"],
          },
          {
            name: "status",
            apiVersion: "apps/v1",
            kind: "Deployment",
            verbs: ["get", "patch", "update"],
          },
        ],
      }),
    );
    const exec = listed
      .find(({ name }) => name === "pods")
      ?.subresources.find(({ name }) => name === "exec");
    expect(exec).toEqual({
      name: "exec",
      apiVersion: "v1",
      kind: "PodExecOptions",
      verbs: ["connect"],
      methods: ["GET", "POST"],
    });
    const order = listed.map(({ group, version, name }) =>
      [group, version, name].join("\u0000"),
    );
    expect(order).toEqual([...order].sort());
  });

  test("without discovery has no short names, and all else", async () => {
    const folder = temporaryFolder();
    const crons = documentOf("stable.example.com", "v1", "CronTab");
    writeFiles(folder, captureOf({ "apis/stable.example.com/v1": crons }));
    const args = ["resources", "--from", folder, "-o", "json", "--quiet"];
    expect(JSON.parse((await kubewright(args)).stdout)).toEqual([
      {
        name: "crontabs",
        shortNames: [],
        categories: [],
        apiVersion: "stable.example.com/v1",
        group: "stable.example.com",
        version: "v1",
        namespaced: true,
        kind: "CronTab",
        verbs: ["create", "list", "watch"],
        subresources: [],
      },
    ]);
  });
});

/** As far as it is compared. */
interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly {
        readonly resource: string;
        readonly responseKind: { readonly kind: string };
        readonly scope: string;
        readonly verbs: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

describe.each(["v1.37", "v1.34", "v1.37-operators"])(
  "the capture %s",
  (name) => {
    const capture = realCapture(name);
    test.runIf(capture !== undefined)(
      "has the resources, verbs and subresources that the server's own discovery has",
      async () => {
        const from = capture ?? "";
        const { directorySource } =
          await import("../../generator/source/directory.js");
        const discovery = await directorySource(from).discovery();
        const published = [discovery?.api, discovery?.apis].flatMap((list) =>
          (list as DiscoveryList).items.flatMap(({ metadata, versions }) =>
            versions.flatMap(({ version, resources }) =>
              resources.map((resource) => ({
                group: metadata.name ?? "",
                version,
                name: resource.resource,
                kind: resource.responseKind.kind,
                namespaced: resource.scope === "Namespaced",
                verbs: [...resource.verbs].sort(),
                subresources: (resource.subresources ?? [])
                  .map(({ subresource }) => subresource)
                  .sort(),
              })),
            ),
          ),
        );
        const args = ["resources", "--from", from, "-o", "json", "--quiet"];
        const listed = (
          JSON.parse((await kubewright(args)).stdout) as ResourceListing[]
        ).map(({ group, version, name: plural, ...rest }) => ({
          group,
          version,
          name: plural,
          kind: rest.kind,
          namespaced: rest.namespaced,
          verbs: rest.verbs,
          subresources: rest.subresources.map((sub) => sub.name),
        }));
        const sorted = (list: readonly object[]): readonly string[] =>
          list.map((item) => JSON.stringify(item)).sort();
        expect(sorted(listed)).toEqual(sorted(published));
      },
    );
  },
);
