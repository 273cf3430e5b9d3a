import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { cli, newerNode, peers, root } from "./places.mjs";

/**
 * A program that generates from OpenAPI documents, used as its own documentation shows for a client over `fetch`.
 *
 * @typedef {object} Generator
 * @property {string} name in the names of rows
 * @property {string} title
 * @property {readonly string[]} packages
 * @property {"peers"} [needs]
 * @property {() => string} [node] what runs it, and kubewright beside it, where it does not run on the oldest Node that we run on
 * @property {number} [slopeKinds] how many made-up kinds its growth is measured on, where the usual 200 would take hours
 * @property {(merged: string, out: string) => import("./measure.mjs").Command} command
 */

/** @type {Generator} */
export const openapiTypescript = {
  name: "openapi-typescript",
  title: "openapi-typescript, types alone",
  packages: ["openapi-typescript"],
  command: (merged, out) => ({
    args: [
      join(root, "node_modules/openapi-typescript/bin/cli.js"),
      merged,
      ...["--output", join(out, "types.ts")],
      // Without these, optional fields of Kubernetes come out as required.
      "--default-non-nullable=false",
      "--empty-objects-unknown",
    ],
    writes: join(out, "types.ts"),
  }),
};

/** The others: each writes a client. */
/** @type {readonly Generator[]} */
export const otherGenerators = [
  {
    name: "hey-api",
    title: "@hey-api/openapi-ts",
    packages: ["@hey-api/openapi-ts"],
    needs: "peers",
    node: newerNode,
    command: (merged, out) => ({
      program: newerNode(),
      args: [
        // What its command starts in a second process, of which no usage would be reported.
        join(peers, "node_modules/@hey-api/openapi-ts/dist/run.mjs"),
        ...["-i", merged, "-o", join(out, "client"), "--no-log-file"],
      ],
      writes: join(out, "client/types.gen.ts"),
    }),
  },
  {
    name: "orval",
    title: "orval, `--client fetch`",
    packages: ["orval"],
    needs: "peers",
    node: newerNode,
    command: (merged, out) => ({
      program: newerNode(),
      args: [
        join(peers, "node_modules/orval/dist/bin/orval.mjs"),
        ...["--input", merged, "--output", join(out, "api.ts")],
        ...["--client", "fetch"],
      ],
      writes: join(out, "api.ts"),
    }),
  },
  {
    name: "swagger-typescript-api",
    title: "swagger-typescript-api",
    packages: ["swagger-typescript-api"],
    needs: "peers",
    command: (merged, out) => ({
      args: [
        join(peers, "node_modules/swagger-typescript-api/dist/cli.mjs"),
        ...["generate", "-p", merged, "-o", out],
      ],
      writes: join(out, "Api.ts"),
    }),
  },
  {
    name: "openapi-generator",
    title: "openapi-generator, `typescript-fetch`, on Java",
    packages: ["openapi-generator-cli"],
    needs: "peers",
    slopeKinds: 20,
    command: (merged, out) => ({
      program: "java",
      args: [
        ...["-jar", openapiGenerator()],
        ...["generate", "-g", "typescript-fetch"],
        ...["-i", merged, "-o", out],
      ],
      writes: join(out, "index.ts"),
    }),
  },
];

/** What Maven has it as. */
export const openapiGeneratorVersion = "7.25.0";

function openapiGenerator() {
  const name = "openapi-generator-cli";
  const version = openapiGeneratorVersion;
  const jar = join(
    ...[homedir(), ".m2/repository/org/openapitools", name, version],
    `${name}-${version}.jar`,
  );
  if (!existsSync(jar)) {
    const artifact = `org.openapitools:${name}:${version}`;
    execFileSync(
      "mvn",
      ["-q", "-B", "dependency:get", `-Dartifact=${artifact}`].concat(
        "-Dtransitive=false",
      ),
      { stdio: ["ignore", 2, 2] },
    );
  }
  return jar;
}

/**
 * A whole generation into an empty folder: types, apply types, paths, clients and runtime.
 *
 * @param {readonly string[]} from
 * @param {string} out
 * @param {string} [program]
 * @returns {import("./measure.mjs").Command}
 */
export function kubewright(from, out, program) {
  const folder = join(out, "k8s");
  return {
    program,
    args: [
      ...[cli, "generate", "--no-config"],
      ...["--from", ...from, "--out", folder, "--quiet"],
    ],
    writes: join(folder, "manifest.json"),
  };
}
