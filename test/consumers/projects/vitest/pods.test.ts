import { connect as connectPackage } from "@acme/k8s";
import { isNotFound } from "kubewright/client";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../k8s/index.js";

const server = process.env["SERVER"] ?? "";
const folder = await connect({ server });
const packaged = await connectPackage({ server });
afterAll(() => Promise.all([folder.close(), packaged.close()]));

test.each([folder, packaged])("lists pods", async (k8s) => {
  const { items } = await k8s.core.v1.pods("default").list();
  expect(items.map(({ metadata }) => metadata.name)).toEqual([
    "web-0",
    "web-1",
  ]);
});

test("tells what is not there", async () => {
  const missing = packaged.core.v1.configMaps("default").get("none");
  await expect(missing).rejects.toSatisfy(isNotFound);
});
