import { dirname } from "node:path";

import { beforeAll, describe, expect, inject, test } from "vitest";

import { GenerationFailed } from "../../generator/diagnostics.js";
import type { Generation } from "../../generator/pipeline.js";
import { generateFrom, typeCheck } from "./generated-client.js";
import { liveClient } from "./live-client.js";
import { countOperations, onlyOwnGroups } from "./published-operations.js";
import { tokensOf } from "./source-tokens.js";

const cluster = inject("cluster");
const { server, kubeconfig, certificateAuthority } = cluster;

const textsOf = ({ files }: Generation): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]));

describe("a client of the server that runs", () => {
  let live: Generation;
  beforeAll(async () => {
    await onlyOwnGroups(cluster);
    live = await generateFrom("cluster", { kubeconfig });
  });

  test("has an account of each operation that the server publishes", async () => {
    const { operations } = live.model;
    expect(operations).toHaveLength(await countOperations(cluster));
    const reasons = operations.flatMap(({ outcome }) =>
      outcome.kind === "omitted" ? [outcome.reason] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(["deprecated-watch-path"]));
    if (cluster.origin === "built") expect(operations).toHaveLength(866);
    expect(live.diagnostics.filter((d) => d.severity !== "info")).toEqual([]);
  });

  test.runIf(cluster.origin === "built")(
    "is, but for comments, that of the built-in snapshot",
    async () => {
      const expected = textsOf(await generateFrom("builtin"));
      const actual = textsOf(live);
      expect(Object.keys(actual)).toEqual(Object.keys(expected));
      for (const [path, text] of Object.entries(actual)) {
        const builtin = expected[path] ?? "";
        if (path.endsWith(".ts"))
          expect(tokensOf(text).join(" "), path).toBe(
            tokensOf(builtin).join(" "),
          );
        else expect(text, path).toBe(builtin);
        // A snapshot without descriptions still knows what they call deprecated.
        expect(text.match(/@deprecated/g) ?? [], path).toHaveLength(
          builtin.match(/@deprecated/g)?.length ?? 0,
        );
      }
      const { documents, source } = live.manifest;
      expect(source).toEqual({ kind: "cluster", server: "v1.37.2" });
      expect(Object.keys(documents)).toHaveLength(23);
    },
  );

  test("has the server's descriptions in its comments", () => {
    const types = textsOf(live)["apps/v1/types.ts"] ?? "";
    const declared = types.split("export interface DeploymentSpec {")[1] ?? "";
    const body = declared.split("\n}\n")[0] ?? "";
    const fields = body.match(/^ {2}\w+\??:/gm) ?? [];
    expect(fields.length).toBeGreaterThan(5);
    expect(body.match(/^ {2}\/\*\*/gm)).toHaveLength(fields.length);
  });

  test.runIf(cluster.clientKey !== undefined)(
    "is the same by each way to the server",
    async () => {
      const expected = textsOf(live);
      const { adminToken: token, clientCertificate, clientKey } = cluster;
      for (const options of [
        { token },
        { clientCertificate, clientKey },
        // Discovery is all that it may do.
        { token: cluster.weakToken },
      ]) {
        const byUrl = await generateFrom(server, {
          certificateAuthority,
          ...options,
        });
        expect(textsOf(byUrl)).toEqual(expected);
        expect(byUrl.manifest.source.kind).toBe("url");
      }
      const context = await generateFrom("cluster", {
        kubeconfig,
        context: "admin-token",
      });
      expect(context.manifest).toEqual(live.manifest);
    },
  );

  test("compiles under this project's flags", async () => {
    expect(await typeCheck(dirname(await liveClient()))).toBe("");
  });
});

describe("no client", () => {
  const refusal = async (
    options: Parameters<typeof generateFrom>[1],
  ): Promise<string> => {
    const error = await generateFrom(server, options).then(
      () => expect.unreachable("it was generated"),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(GenerationFailed);
    return (error as GenerationFailed).message;
  };

  test("for who is not known to the server, or gives no name", async () => {
    const token = "nobody's-token";
    const unknown = await refusal({ certificateAuthority, token });
    expect(unknown).toContain("401");
    expect(unknown).not.toContain(token);
    expect(await refusal({ certificateAuthority })).toMatch(
      /403[^]*system:anonymous/,
    );
  });

  test("from a server that is not trusted, unless told to", async () => {
    const { adminToken: token } = cluster;
    expect(await refusal({ token })).toMatch(/certificate/);
    const insecure = { token, insecureSkipTlsVerify: true };
    const { diagnostics } = await generateFrom(server, insecure);
    expect(diagnostics).toMatchObject([
      { severity: "warning", code: "insecure-tls" },
    ]);
  });
});
