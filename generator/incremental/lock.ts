import { failure } from "../diagnostics.js";
import { isRecord, type JsonRecord } from "../json.js";
import { sha256 } from "../manifest.js";
import { toolVersion } from "../package-folder.js";

/** What clients of servers were made from: all that is needed to make them again. It is committed. */
export interface Lock {
  /** By the folder of the client, as seen from the lock's. */
  readonly outputs: { readonly [folder: string]: LockedOutput };
}

/** What one client was made from. */
export interface LockedOutput {
  readonly toolVersion: string;
  /** A hash of the options that say what is read: `--from`, `--include` and `--exclude`. */
  readonly options: string;
  /** The servers, in the order of `--from`. */
  readonly servers: readonly LockedServer[];
}

/** What was read from one server. */
export interface LockedServer {
  /** For example `v1.37.2`, where the server says it. */
  readonly version?: string;
  /** By the keys of the index. */
  readonly documents: { readonly [key: string]: LockedDocument };
}

/**
 * The hash of a document's content, which is the one that the index gives it. Where they are two, both; of a server without hashes, the
 * content's alone.
 */
export type LockedDocument =
  string | { readonly content: string; readonly index?: string };

/** The hash of a document's content. */
export function contentOf(document: LockedDocument): string {
  return typeof document === "string" ? document : document.content;
}

/** The hash that the index gave a document. */
export function indexHashOf(document: LockedDocument): string | undefined {
  return typeof document === "string" ? document : document.index;
}

/** Tells what a lock says of an output from anything else that it might say. */
export function lockDigest(output: LockedOutput | undefined): string {
  return output === undefined ? "" : sha256(JSON.stringify(output));
}

/** The form of the file. One that an older kubewright could not read gets the next number. */
const lockVersion = 1;

/**
 * Reads the text of a lock.
 *
 * @throws {GenerationFailed} `bad-lock`, `newer-lock`
 */
export function parseLock(text: string, path: string): Lock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badLock(
      path,
      /^<{7} /m.test(text)
        ? "it has the marks of a merge in it"
        : "it is not JSON",
      error,
    );
  }
  if (!isRecord(value) || typeof value["lockVersion"] !== "number")
    throw badLock(path, "it is not one that kubewright wrote");
  if (value["lockVersion"] > lockVersion)
    throw newerLock(path, `in a form (${String(value["lockVersion"])}) that`);
  const { outputs } = value;
  if (!isRecord(outputs)) throw badLock(path, "it has no outputs");
  const wrong = Object.entries(outputs).find(([, one]) => !isLocked(one));
  if (wrong !== undefined)
    throw badLock(
      path,
      `what it says of ${JSON.stringify(wrong[0])} was changed`,
    );
  return { outputs: outputs as Lock["outputs"] };
}

/**
 * What a lock says of an output.
 *
 * @throws {GenerationFailed} `newer-lock` where a newer kubewright made the output: this one would take it back
 */
export function lockedOutput(
  { outputs }: Lock,
  key: string,
  path: string,
): LockedOutput | undefined {
  const locked = Object.hasOwn(outputs, key) ? outputs[key] : undefined;
  if (locked !== undefined && isNewer(locked.toolVersion, toolVersion))
    throw newerLock(path, `of kubewright ${locked.toolVersion}, which`);
  return locked;
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  const differing = a.findIndex((number, place) => number !== b[place]);
  return differing >= 0 && (a[differing] ?? 0) > (b[differing] ?? 0);
}

/** `1.10.0-rc.1` is 1, 10 and 0. */
function numbersOf(version: string): readonly number[] {
  return version.split(/[-+]/, 1).join("").split(".").map(Number);
}

function isLocked(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["toolVersion"] === "string" &&
    typeof value["options"] === "string" &&
    Array.isArray(value["servers"]) &&
    value["servers"].every(isLockedServer)
  );
}

function isLockedServer(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { version = "", documents } = value;
  return (
    typeof version === "string" &&
    isRecord(documents) &&
    Object.values(documents).every(
      (one) => isHash(one) || (isRecord(one) && isHashes(one)),
    )
  );
}

function isHashes({ content, index = content }: JsonRecord): boolean {
  return isHash(content) && isHash(index);
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9A-Fa-f]{1,128}$/.test(value);
}

function newerLock(path: string, what: string): Error {
  return failure({
    code: "newer-lock",
    message: `the lock is ${what} is newer than this one, ${toolVersion}`,
    hint: "install that version or a newer one",
    at: { document: path },
  });
}

function badLock(path: string, why: string, cause?: unknown): Error {
  return failure(
    {
      code: "bad-lock",
      message: `this is not a lock: ${why}`,
      hint: "take it back to what was committed, or delete it: a run that reaches the server writes it anew",
      at: { document: path },
    },
    { cause },
  );
}
