import { describe, expect, test } from "vitest";

import {
  addFinalizer,
  removeFinalizer,
  setOwner,
} from "../../templates/runtime/ownership.js";

const owner = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", uid: "u1" },
};
const child = { metadata: { name: "child", namespace: "shop" } };
const reference = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  name: "web",
  uid: "u1",
};

describe("setOwner, as controllerutil has it", () => {
  test("SetControllerReference: sets the controller, in a copy", () => {
    expect(setOwner(child, owner)).toEqual({
      metadata: {
        ...child.metadata,
        ownerReferences: [
          { ...reference, controller: true, blockOwnerDeletion: true },
        ],
      },
    });
    expect(child).toEqual({ metadata: { name: "child", namespace: "shop" } });
  });

  test("SetOwnerReference: sets an owner that controls nothing", () => {
    const owned = setOwner(child, owner, { controller: false });
    expect(owned).toMatchObject({ metadata: { ownerReferences: [reference] } });
    const blocking = { controller: false, blockOwnerDeletion: true };
    expect(setOwner(child, owner, blocking)).toMatchObject({
      metadata: {
        ownerReferences: [{ ...reference, blockOwnerDeletion: true }],
      },
    });
  });

  test("WithBlockOwnerDeletion(false)", () => {
    const owned = setOwner(child, owner, { blockOwnerDeletion: false });
    expect(owned).toMatchObject({
      metadata: { ownerReferences: [{ ...reference, controller: true }] },
    });
  });

  test("should replace the reference of the same owner, of another version or another life; others stay", () => {
    const other = { apiVersion: "v1", kind: "Node", name: "n", uid: "u3" };
    const old = {
      ...reference,
      apiVersion: "apps/v1beta1",
      uid: "u0",
      controller: true,
    };
    const owned = setOwner(
      { metadata: { ...child.metadata, ownerReferences: [old, other] } },
      owner,
      { controller: false },
    );
    expect(owned.metadata.ownerReferences).toEqual([other, reference]);
  });

  test("should return an error if object is already owned by another controller", () => {
    const rival = { ...reference, kind: "ReplicaSet", controller: true };
    const object = {
      metadata: { ...child.metadata, ownerReferences: [rival] },
    };
    expect(() => setOwner(object, owner)).toThrow(
      '"child" has a controller already: ReplicaSet "web"',
    );
    expect(
      setOwner(object, owner, { controller: false }).metadata.ownerReferences,
    ).toHaveLength(2);
  });

  test.each([{ name: "child", namespace: "other" }, { name: "child" }])(
    "should return an error if it's setting a cross-namespace owner reference: %j",
    (metadata) => {
      expect(() => setOwner({ metadata }, owner)).toThrow(
        'Deployment "shop/web" can only own what is in its namespace',
      );
    },
  );

  test("an owner without a namespace owns anything", () => {
    const cluster = { ...owner, metadata: { name: "web", uid: "u1" } };
    expect(setOwner(child, cluster)).toMatchObject({
      metadata: { ownerReferences: [reference] },
    });
  });

  test("an owner that the server has not returned is refused", () => {
    const unborn = { ...owner, metadata: { name: "web", namespace: "shop" } };
    expect(() => setOwner(child, unborn)).toThrow(
      "an owner needs an apiVersion",
    );
  });
});

describe("finalizers", () => {
  test("are added once, in a copy", () => {
    const once = addFinalizer(child, "example.com/a");
    expect(once).toEqual({
      metadata: { ...child.metadata, finalizers: ["example.com/a"] },
    });
    expect(addFinalizer(once, "example.com/a")).toBe(once);
  });

  test("are removed, every one of the name, in a copy", () => {
    const finalizers = ["a", "b", "a"];
    const object = { metadata: { finalizers } };
    expect(removeFinalizer(object, "a")).toEqual({
      metadata: { finalizers: ["b"] },
    });
    expect(object).toEqual({ metadata: { finalizers: ["a", "b", "a"] } });
    expect(removeFinalizer(object, "c")).toBe(object);
  });
});
