import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../generator/cli/run.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf } from "../unit/source-fixtures.js";

const documents = (kind: string): Record<string, string> =>
  captureOf({ "api/v1": documentOf("", "v1", kind) });

/** Runs `generate --watch` until the test ends it. */
function watching(from: string): {
  readonly out: string;
  readonly said: () => string;
  readonly end: () => Promise<number>;
} {
  const folder = temporaryFolder();
  const out = join(folder, "k8s");
  let said = "";
  const interruption = new AbortController();
  const ended = run(
    ["generate", "--watch", "--from", from, "--out", out],
    {
      stdout: { write: () => undefined },
      stderr: { write: (text) => (said += text) },
      environment: { KUBEWRIGHT_CACHE_DIR: join(folder, "cache") },
    },
    interruption.signal,
  );
  const end = (): Promise<number> => {
    interruption.abort(new Error("SIGINT"));
    return ended;
  };
  return { out, said: () => said, end };
}

describe("generate --watch", () => {
  test("does it again when a file changes, goes on after a problem, and ends cleanly", async () => {
    const from = join(temporaryFolder(), "openapi");
    writeFiles(from, documents("Pod"));
    const { out, said, end } = watching(from);
    const types = (): string =>
      readFileSync(join(out, "core/v1/types.ts"), "utf8");
    await expect.poll(said).toContain("watching for changes");
    expect(types()).toContain("interface Pod");

    writeFiles(from, documents("Lamp"));
    await expect.poll(types).toContain("interface Lamp");

    writeFileSync(join(from, "api/v1.json"), "{");
    await expect.poll(said).toContain("error[invalid-json]");
    expect(types()).toContain("interface Lamp");
    rmSync(join(from, "index.json"));
    await expect.poll(said).toContain("error[no-documents]");

    writeFiles(from, documents("Chair"));
    await expect.poll(types).toContain("interface Chair");
    expect(await end()).toBe(0);
    expect(said()).not.toContain("interrupted");
  });

  test("of several outputs ends where one has no way to its server, and says which", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, documents("Pod"));
    const kubeconfig = join(folder, "none");
    const outputs = [
      { name: "near", from: folder, out: join(temporaryFolder(), "k8s") },
      {
        name: "far",
        from: "cluster",
        kubeconfig,
        out: join(temporaryFolder(), "k8s"),
      },
    ];
    const config = join(temporaryFolder(), "kubewright.config.json");
    writeFileSync(config, JSON.stringify({ outputs }));
    let said = "";
    const code = await run(
      ["generate", "--watch", "--config", config],
      {
        stdout: { write: () => undefined },
        stderr: { write: (text) => (said += text) },
        environment: { KUBEWRIGHT_CACHE_DIR: temporaryFolder() },
      },
      new AbortController().signal,
    );
    expect(code).toBe(1);
    expect(said).toContain(kubeconfig);
    expect(said).toContain(
      "error[outputs-failed]: 1 of 2 outputs cannot be watched: far; nothing is",
    );
  });

  test("ends where there is no way to the server", async () => {
    const kubeconfig = join(temporaryFolder(), "none");
    let said = "";
    const code = await run(
      [
        ...["generate", "--watch", "--kubeconfig", kubeconfig],
        ...["--out", join(temporaryFolder(), "k8s")],
        ...["--lock-file", join(temporaryFolder(), "kubewright.lock.json")],
      ],
      {
        stdout: { write: () => undefined },
        stderr: { write: (text) => (said += text) },
        environment: { KUBEWRIGHT_CACHE_DIR: temporaryFolder() },
      },
      new AbortController().signal,
    );
    expect(code).toBe(1);
    expect(said).toContain(kubeconfig);
  });
});
