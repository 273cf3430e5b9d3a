import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { ChangingServer } from "./changing-server.js";
import { crdServer, type Definition } from "./crd-server.js";
import { projectOf, type Project } from "./project.js";
// It is loaded when it is needed, which on a slow machine is more than the time of a test.
import "../../generator/cli/remake-changed.js";

/** Two kinds of one group, and one of another. */
export const boat: Definition = {
  group: "harbour.example.com",
  kind: "Boat",
  properties: {
    size: { type: "integer" },
    name: { type: "string", description: "What it is called." },
  },
};
export const quay: Definition = { group: "harbour.example.com", kind: "Quay" };
export const crane: Definition = { group: "cargo.example.com", kind: "Crane" };
export const all = [boat, quay, crane];

/** What a run left, and whether it made a client of all documents. */
export interface Ran {
  readonly said: string;
  readonly made: "all" | "changed";
}

/** Generates, and sees by the stages of the run which of the two it was: a model is made of all documents alone. */
export async function generate(
  project: Project,
  ...args: readonly string[]
): Promise<Ran> {
  const { code, stderr } = await project.generate(...args, "--timings");
  expect(code, stderr).toBe(0);
  const isOfAll = /^model +\d+ ms$/m.test(stderr);
  return { said: stderr, made: isOfAll ? "all" : "changed" };
}

/** The project's files are those that a run over everything writes into an empty folder. */
export async function expectSameAsAnew(
  project: Project,
  server: ChangingServer,
): Promise<void> {
  const anew = projectOf(server.url);
  expect((await anew.generate()).code).toBe(0);
  expect(project.tree()).toEqual(anew.tree());
  expect(readFileSync(project.lock, "utf8")).toBe(
    readFileSync(anew.lock, "utf8"),
  );
}

/** A project whose client was made of all documents of a server. */
export async function generated(): Promise<{
  readonly server: ChangingServer;
  readonly project: Project;
}> {
  const server = await crdServer(all);
  const project = projectOf(server.url);
  await generate(project);
  return { server, project };
}

/** Edits the text of a document. */
export function edit(
  { documents }: ChangingServer,
  key: string,
  change: (text: string) => string,
): void {
  const text = documents.get(key) ?? "";
  const changed = change(text);
  expect(changed).not.toBe(text);
  documents.set(key, changed);
}
