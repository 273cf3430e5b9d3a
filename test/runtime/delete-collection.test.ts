import { describe, expect, it } from "vitest";
import { handle, path } from "./handles.js";

describe("deleteCollection", () => {
  it("selects by the query, and says how in the body", async () => {
    const { resource, requests } = handle();
    await resource.deleteCollection({
      labelSelector: { app: "web" },
      fieldSelector: { "metadata.name": { not: "a" } },
      propagationPolicy: "Background",
    });
    expect(requests[0]).toMatchObject({
      method: "DELETE",
      url: `${path}?labelSelector=app%3Dweb&fieldSelector=metadata.name!%3Da`,
      body: { propagationPolicy: "Background" },
    });
  });

  it("never widens a selection that has no value", async () => {
    const { resource, requests } = handle();
    const labelSelector = { app: undefined } as unknown as { app: string };
    await expect(resource.deleteCollection({ labelSelector })).rejects.toThrow(
      /no value for "app"/,
    );
    expect(requests).toEqual([]);
  });

  it.each([
    { labelSelector: undefined },
    { labelSelector: null },
    { labelSelector: "" },
    { labelSelector: " " },
    { labelSelector: {} },
    { labelSelector: { matchLabels: {} } },
    { fieldSelector: undefined },
    { fieldSelector: {} },
    { fieldSelector: {}, labelSelector: "app=web" },
  ])("does not take %j for all there are", async (options) => {
    const { resource, requests } = handle();
    const [name] = Object.keys(options);
    await expect(resource.deleteCollection(options as object)).rejects.toThrow(
      new TypeError(
        `"${name}" is given, but selects everything; leave the key out to not select by it`,
      ),
    );
    expect(requests).toEqual([]);
  });

  it("deletes all where no selector is given", async () => {
    const { resource, requests } = handle();
    await resource.deleteCollection({ dryRun: true });
    expect(requests[0]?.url).toBe(`${path}?dryRun=All`);
  });

  it("says of each object what it was", async () => {
    const status = { apiVersion: "v1", kind: "Status", status: "Success" };
    const { resource } = handle((_, count) => ({
      body: [
        status,
        { kind: "DeploymentList", items: [{ metadata: { name: "a" } }] },
        { kind: "DeploymentList", items: null },
      ][count - 1],
    }));
    expect(await resource.deleteCollection()).toEqual(status);
    expect(await resource.deleteCollection()).toMatchObject({
      items: [{ apiVersion: "apps/v1", kind: "Deployment" }],
    });
    expect(await resource.deleteCollection()).toMatchObject({ items: [] });
  });
});
