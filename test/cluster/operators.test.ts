import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect } from "vitest";

import type { UntypedObject } from "../../templates/runtime/types.js";
import { customClient, type CustomClient } from "./custom-client.js";
import {
  installDefinitions,
  kindName,
  readDefinitions,
  removeDefinitions,
  servedKinds,
  type NamedDefinition,
} from "./custom-definitions.js";
import { live } from "./custom-life.js";
import { kindKey, withObjects } from "./custom-program.js";
import { projectFolder } from "./generated-client.js";
import { test } from "./live-client.js";

// Beside the project where it is developed: definitions of real operators.
const archive = join(projectFolder, "../shared/specs/operators-crds.tar.xz");
const folder = mkdtempSync(join(tmpdir(), "kubewright-operators-"));
afterAll(() => rmSync(folder, { recursive: true }));

const definitions = existsSync(archive) ? unpackedDefinitions() : [];

function unpackedDefinitions(): readonly NamedDefinition[] {
  execFileSync("tar", ["-xJf", archive, "-C", folder]);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return readDefinitions(
    files
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => readFileSync(join(folder, file), "utf8")),
  );
}

/** What the API server does not take as a definition, and why. */
const refused: Readonly<Record<string, string>> = {
  "clusterworkflowtemplates.argoproj.io":
    "its schema is not structural: arrays have no items, and fields no type",
};

const installed = definitions.filter(
  ({ metadata }) => refused[metadata.name] === undefined,
);
/** What no one can read from a schema: the rules in CEL that these have. By group and kind. */
const objects: Readonly<Record<string, UntypedObject>> = {
  "gateway.networking.k8s.io/BackendTLSPolicy": {
    spec: {
      targetRefs: [{ group: "", kind: "Service", name: "web" }],
      validation: {
        hostname: "example.com",
        wellKnownCACertificates: "System",
      },
    },
  },
  "gateway.networking.k8s.io/TCPRoute": { spec: { rules: backendRules() } },
  "gateway.networking.k8s.io/TLSRoute": {
    spec: { hostnames: ["example.com"], rules: backendRules() },
  },
  "gateway.networking.k8s.io/UDPRoute": { spec: { rules: backendRules() } },
  "networking.istio.io/WorkloadEntry": { spec: { address: "192.0.2.1" } },
};

function backendRules(): readonly object[] {
  return [{ backendRefs: [{ name: "web", port: 80 }] }];
}

const served = servedKinds(installed);
const kinds = withObjects(
  served.filter(({ needsConversion }) => !needsConversion),
  objects,
);
/** These are kept in another version, and what converts them is their operator. */
const unconverted = withObjects(
  served.filter(({ needsConversion }) => needsConversion),
);

describe.runIf(definitions.length > 0)("the definitions of operators", () => {
  let client: CustomClient;

  test.beforeAll(async ({ k8s }) => {
    await installDefinitions(k8s, installed);
    client = await customClient(join(folder, "project"), [
      ...kinds,
      ...unconverted,
    ]);
  });
  test.afterAll(async ({ k8s }) => {
    await client?.k8s.close();
    await removeDefinitions(k8s, installed);
  });

  test("are 72, of which the server takes all but those listed", async ({
    k8s,
    live,
  }) => {
    expect(definitions).toHaveLength(72);
    for (const name of Object.keys(refused)) {
      const definition = definitions.find((one) => one.metadata.name === name);
      if (definition === undefined) return expect.unreachable();
      await expect(installDefinitions(k8s, [definition])).rejects.toSatisfy(
        live.isInvalid,
      );
    }
  });

  test.concurrent.for(kinds.map((kind) => [kindName(kind), kind] as const))(
    "%s",
    async ([, kind], { namespace }) => {
      const make = client.program.kinds[kindKey(kind)];
      if (make === undefined) return expect.unreachable();
      await live(make(client.k8s, namespace), kind, client.module);
    },
  );

  test.concurrent.for(
    unconverted.map((kind) => [kindName(kind), kind] as const),
  )("%s only by who converts it", async ([, kind], { namespace }) => {
    const handles = client.program.kinds[kindKey(kind)]?.(
      client.k8s,
      namespace,
    );
    await expect(handles?.create()).rejects.toThrow("conversion webhook");
  });

  test("compile, with a minimal object of each as a literal", async () => {
    expect(await client.complaints).toBe("");
  });
});
