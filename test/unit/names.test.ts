import { describe, expect, test } from "vitest";
import { resolveImports } from "../../generator/emit/module.js";
import {
  camelCase,
  groupProperty,
  groupVersionType,
  identifier,
  lowerFirstRun,
  moduleDirectory,
  resourceProperty,
  typeNames,
} from "../../generator/model/names.js";
import type { Reference } from "../../templates/type-expression.js";

test.each([
  ["", "v1", "core/v1", "core", "CoreV1"],
  ["apps", "v1", "apps/v1", "apps", "AppsV1"],
  [
    "networking.k8s.io",
    "v1",
    "networking.k8s.io/v1",
    "networking",
    "NetworkingV1",
  ],
  [
    "gateway.networking.k8s.io",
    "v1",
    "gateway.networking.k8s.io/v1",
    "gatewayNetworking",
    "GatewayNetworkingV1",
  ],
  [
    "cert-manager.io",
    "v1alpha1",
    "cert-manager.io/v1alpha1",
    "certManagerIo",
    "CertManagerIoV1alpha1",
  ],
  [
    "autoscaling.k8s.io",
    "v1",
    "autoscaling.k8s.io/v1",
    "autoscalingK8sIo",
    "AutoscalingK8sIoV1",
  ],
  [
    "resource.k8s.io",
    "v1",
    "resource.k8s.io/v1",
    "resourceK8sIo",
    "ResourceK8sIoV1",
  ],
  [
    "example.com",
    "v1-10-0",
    "example.com/v1-10-0",
    "exampleCom",
    "ExampleComV1100",
  ],
  ["3scale.net", "v1", "3scale.net/v1", "3scaleNet", "_3scaleNetV1"],
])(
  "the group %j in version %s",
  (group, version, directory, property, type) => {
    expect(moduleDirectory(group, version)).toBe(directory);
    expect(groupProperty(group)).toBe(property);
    expect(groupVersionType(group, version)).toBe(type);
  },
);

test.each([
  ["deployments", "Deployment", "deployments"],
  ["persistentvolumeclaims", "PersistentVolumeClaim", "persistentVolumeClaims"],
  ["csidrivers", "CSIDriver", "csiDrivers"],
  ["networkpolicies", "NetworkPolicy", "networkPolicies"],
  ["ingresses", "Ingress", "ingresses"],
  ["endpoints", "Endpoints", "endpoints"],
  ["apiservices", "APIService", "apiServices"],
  ["vms", "VM", "vms"],
  ["postgresqls", "postgresql", "postgresqls"],
  ["additional-resources", "AdditionalResource", "additionalResources"],
  ["people", "Human", "people"],
])("the plural %s of %s is %s", (plural, kind, property) => {
  expect(resourceProperty(plural, kind)).toBe(property);
});

test.each([
  ["CSIDriver", "csiDriver"],
  ["VM", "vm"],
  ["Pod", "pod"],
  ["pod", "pod"],
  ["V1Pod", "v1Pod"],
  ["", ""],
])("%j begins a function as %j", (kind, name) => {
  expect(lowerFirstRun(kind)).toBe(name);
});

test.each([
  ["cert-manager.io", "certManagerIo"],
  ["v1-10-0", "v1100"],
  ["a_b", "aB"],
  ["--", ""],
])("%j in camel case is %j", (name, camel) => {
  expect(camelCase(name)).toBe(camel);
});

test.each([
  ["Pod", "Pod"],
  ["class", "class$"],
  ["Record", "Record"],
  ["odd~name/slash", "odd_name_slash"],
  ["3d", "_3d"],
  ["", "_"],
])("%j is declared as %s", (name, declared) => {
  expect(identifier(name)).toBe(declared);
});

describe("schemas of one module", () => {
  const named = (...schemas: readonly string[]) =>
    Object.fromEntries(typeNames(schemas));

  test("are named by their last segment", () => {
    expect(named("io.k8s.api.core.v1.Pod", "Bare")).toEqual({
      "io.k8s.api.core.v1.Pod": "Pod",
      Bare: "Bare",
    });
  });

  test("keep more of their name where they would share one", () => {
    expect(named("a.x.Spec", "a.y.Spec", "a.Other")).toEqual({
      "a.x.Spec": "XSpec",
      "a.y.Spec": "YSpec",
      "a.Other": "Other",
    });
  });

  test("keep more again where the longer name is another's", () => {
    expect(named("a.x.Spec", "a.y.Spec", "a.b.YSpec")).toEqual({
      "a.x.Spec": "XSpec",
      "a.y.Spec": "AYSpec",
      "a.b.YSpec": "BYSpec",
    });
  });

  test("are told apart where their whole names come to the same", () => {
    const names = named("a-b.Spec", "a.b.Spec", "a_b.Spec");
    expect(new Set(Object.values(names)).size).toBe(3);
  });

  test("have the same names in any order", () => {
    const schemas = ["a.x.Spec", "a.y.Spec", "a.b.YSpec", "a-b.Spec", "a.Spec"];
    const names = named(...schemas);
    expect(named(...schemas.slice().reverse())).toEqual(names);
    expect(new Set(Object.values(names)).size).toBe(schemas.length);
  });
});

describe("an import", () => {
  const importsOf = (
    declares: readonly string[],
    types: readonly Reference[],
  ) => {
    const { nameOf, imports } = resolveImports({
      path: "apps/v1/types",
      declares,
      types,
      values: [],
    });
    return { names: types.map(nameOf), imports };
  };
  const core = { from: "core/v1/types", name: "Event" };
  const events = { from: "events.k8s.io/v1/types", name: "Event" };

  test("keeps its name where that is free", () => {
    expect(importsOf([], [core])).toEqual({
      names: ["Event"],
      imports: 'import type { Event } from "../../core/v1/types.js";\n',
    });
  });

  test("is named by its home where the name is not", () => {
    expect(importsOf([], [core, events]).names).toEqual([
      "CoreV1Event",
      "EventsK8sIoV1Event",
    ]);
    expect(importsOf(["Event"], [core]).names).toEqual(["CoreV1Event"]);
    expect(importsOf(["Event", "CoreV1Event"], [core]).names).toEqual([
      "CoreV1Event$",
    ]);
  });

  test("is told from one of a home that is spelt alike", () => {
    const dash = { from: "cert-manager.io/v1/types", name: "Issuer" };
    const dot = { from: "cert.manager.io/v1/types", name: "Issuer" };
    expect(importsOf([], [dot, dash]).names).toEqual([
      "CertManagerIoV1Issuer$",
      "CertManagerIoV1Issuer",
    ]);
  });

  test("of what is declared here is none", () => {
    const own = { from: "apps/v1/types", name: "Deployment" };
    expect(importsOf(["Deployment"], [own])).toEqual({
      names: ["Deployment"],
      imports: "",
    });
  });
});
