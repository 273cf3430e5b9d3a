import { connect as connectPackage } from "@acme/k8s";
import { connect, isNotFound } from "kubewright/client";

const server = process.env.SERVER;
let builtin;
let packaged;
beforeAll(async () => {
  builtin = await connect({ server });
  packaged = await connectPackage({ server });
});
afterAll(() => Promise.all([builtin.close(), packaged.close()]));

test("lists pods", async () => {
  for (const k8s of [builtin, packaged]) {
    const { items } = await k8s.core.v1.pods("default").list();
    expect(items.map(({ metadata }) => metadata.name)).toEqual([
      "web-0",
      "web-1",
    ]);
  }
});

test("tells what is not there", async () => {
  const missing = packaged.core.v1.configMaps("default").get("none");
  expect(await missing.catch(isNotFound)).toBe(true);
});
