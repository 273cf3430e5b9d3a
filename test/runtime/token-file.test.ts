import { writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bearerTokenFile } from "../../templates/runtime/token-file.js";
import { temporaryFolder, writeFiles } from "./servers.js";

vi.mock(import("node:fs/promises"), { spy: true });

let now: { mockReturnValue: (ms: number) => unknown };
beforeEach(() => {
  vi.mocked(readFile).mockClear();
  now = vi.spyOn(performance, "now").mockReturnValue(0);
});
afterEach(() => {
  vi.mocked(performance.now).mockRestore();
});

const reads = (): number => vi.mocked(readFile).mock.calls.length;

async function opened() {
  const folder = temporaryFolder();
  writeFiles(folder, { token: "one\n" });
  const file = join(folder, "token");
  return { file, credentials: await bearerTokenFile(file) };
}

it("requests at once read it once", async () => {
  const { file, credentials } = await opened();
  expect(reads()).toBe(1);
  writeFileSync(file, "two");
  now.mockReturnValue(60_000);
  const all = [1, 2, 3].map(() => credentials.authorization());
  expect(await Promise.all(all)).toEqual(Array(3).fill("Bearer two"));
  expect(reads()).toBe(2);
});

it("while it cannot be read, it is tried again every 5 seconds", async () => {
  const { file, credentials } = await opened();
  await rm(file);
  for (const [at, expected] of [
    [60_000, 2],
    [64_999, 2],
    [65_000, 3],
    [69_999, 3],
  ] as const) {
    now.mockReturnValue(at);
    expect(await credentials.authorization()).toBe("Bearer one");
    expect(reads()).toBe(expected);
  }
  writeFileSync(file, "two");
  now.mockReturnValue(70_000);
  expect(await credentials.authorization()).toBe("Bearer two");
});

it("a refused token has it read at once, even so", async () => {
  const { file, credentials } = await opened();
  await rm(file);
  now.mockReturnValue(60_000);
  await credentials.authorization();
  writeFileSync(file, "two");
  const sent = { authorization: "Bearer one" };
  const all = [1, 2, 3].map(() => credentials.renew(sent));
  expect(await Promise.all(all)).toEqual([true, true, true]);
  expect(reads()).toBe(3);
  expect(await credentials.authorization()).toBe("Bearer two");
});

it("a refused token has it read again, where a read had begun before", async () => {
  const { file, credentials } = await opened();
  now.mockReturnValue(60_000);
  let release: (text: string) => void = () => undefined;
  const before = new Promise<string>((resolve) => (release = resolve));
  vi.mocked(readFile).mockReturnValueOnce(before);
  const waiting = credentials.authorization();
  writeFileSync(file, "two");
  const renewed = credentials.renew({ authorization: "Bearer one" });
  release("one");
  expect(await waiting).toBe("Bearer one");
  expect(await renewed).toBe(true);
  expect(await credentials.authorization()).toBe("Bearer two");
});

it("a token that no header can hold leaves the one before", async () => {
  const { file, credentials } = await opened();
  writeFileSync(file, "two\nthree\n");
  now.mockReturnValue(60_000);
  expect(await credentials.authorization()).toBe("Bearer one");
  expect(await credentials.renew()).toBe(false);
  writeFileSync(file, "four\n");
  expect(await credentials.renew()).toBe(true);
});
