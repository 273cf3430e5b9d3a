import type { Diagnostic } from "../diagnostics.js";
import { isDeeper, isRecord, pointerTo, type JsonRecord } from "../json.js";
import { maximumDepth, maximumNameLength, maximumProblems } from "../limits.js";

/** What to do about what no server publishes. */
export const notPublished: string =
  "no API server publishes this: the document was changed, or is of something else; fetch it again";

/** Walks a document and keeps what is wrong with it, and where: the place is only spelt out when there is something to say of it. */
export class DocumentCheck {
  readonly label: string;
  readonly problems: Diagnostic[] = [];
  /** What references can point at. */
  schemas: JsonRecord = {};
  /** How many schemas deep the walk is. */
  depth = 0;
  readonly #trail: string[] = [];

  constructor(label: string) {
    this.label = label;
  }

  /** Where the walk is, as a JSON pointer (RFC 6901). */
  get pointer(): string {
    return pointerTo(this.#trail);
  }

  /** Checks what is under a name. */
  within<Result>(name: string, walk: () => Result): Result {
    this.#trail.push(name);
    const result = walk();
    this.#trail.pop();
    return result;
  }

  report(code: string, message: string, hint: string): void {
    if (this.problems.length > maximumProblems) return;
    if (this.problems.length === maximumProblems) {
      this.problems.push({
        severity: "error",
        code: "too-many-problems",
        message: `there are more than ${String(maximumProblems)} problems in it; the others are not told`,
        hint: notPublished,
        at: { document: this.label },
      });
      return;
    }
    this.problems.push({
      severity: "error",
      code,
      message,
      hint,
      at: { document: this.label, pointer: this.pointer },
    });
  }

  /** The object that a value has to be. */
  record(value: unknown): JsonRecord | undefined {
    if (isRecord(value)) return value;
    this.#expected("an object", value);
    return undefined;
  }

  optionalRecord(
    owner: JsonRecord | undefined,
    name: string,
  ): JsonRecord | undefined {
    const value = owner?.[name];
    return value === undefined
      ? undefined
      : this.within(name, () => this.record(value));
  }

  /** Checks each entry of an object that has to be there. */
  eachEntry(
    owner: JsonRecord,
    name: string,
    walk: (value: unknown, name: string) => void,
  ): void {
    this.#trail.push(name);
    const record = this.record(owner[name]);
    for (const key in record) {
      this.#trail.push(key);
      walk(record[key], key);
      this.#trail.pop();
    }
    this.#trail.pop();
  }

  /** Checks each item of an array that may be there. */
  eachItem(
    owner: JsonRecord,
    name: string,
    walk: (value: unknown) => void,
  ): void {
    const value = owner[name];
    if (value === undefined) return;
    this.#trail.push(name);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        this.#trail.push(String(index));
        walk(value[index]);
        this.#trail.pop();
      }
    } else {
      this.#expected("an array", value);
    }
    this.#trail.pop();
  }

  required(owner: JsonRecord, name: string, type: "boolean" | "string"): void {
    const value = owner[name];
    if (typeof value !== type)
      this.within(name, () => this.#expected(`a ${type}`, value));
  }

  optional(
    owner: JsonRecord,
    name: string,
    type: "boolean" | "number" | "string",
  ): void {
    const value = owner[name];
    if (value !== undefined && typeof value !== type)
      this.within(name, () => this.#expected(`a ${type}`, value));
  }

  /** Checks that an item, or what else is at this place, is a string. */
  string(value: unknown): void {
    if (typeof value !== "string") this.#expected("a string", value);
  }

  /** Checks that a name has a length that names have: they become paths, and parts of other names. */
  name(name: string): void {
    if (name.length > maximumNameLength)
      this.report(
        "too-long",
        `a name is longer than ${String(maximumNameLength)} characters`,
        notPublished,
      );
  }

  /** Checks a value that may be anything, but not of any depth. */
  value(value: unknown): void {
    if (isDeeper(value, maximumDepth))
      this.report(
        "too-deep",
        `the value is more than ${String(maximumDepth)} levels deep`,
        notPublished,
      );
  }

  /** Checks the values of an object that nothing is known of. */
  otherValues(owner: JsonRecord, known: ReadonlySet<string>): void {
    for (const [name, value] of Object.entries(owner))
      if (!known.has(name)) this.within(name, () => this.value(value));
  }

  groupVersionKind(kind: JsonRecord): void {
    for (const value of Object.values(kind))
      if (typeof value === "string") this.name(value);
    this.required(kind, "group", "string");
    this.required(kind, "version", "string");
    this.required(kind, "kind", "string");
  }

  /** Only schemas can be referred to. */
  refuseReference(owner: JsonRecord): boolean {
    if (owner["$ref"] === undefined) return false;
    this.report(
      "unsupported-reference",
      `the reference ${quote(owner["$ref"])} is not to a schema`,
      "Kubernetes publishes references to schemas only: put what it points at in its place",
    );
    return true;
  }

  #expected(expected: string, found: unknown): void {
    this.report(
      "wrong-shape",
      `expected ${expected}, found ${spell(found)}`,
      notPublished,
    );
  }
}

/** A value as a message shows it: a part of it, where it is long. */
export function quote(value: unknown): string {
  if (typeof value === "object" && value !== null) return spell(value);
  const text = typeof value === "string" ? value : String(value);
  const short = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  return typeof value === "string" ? JSON.stringify(short) : short;
}

function spell(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return `the ${typeof value} ${text.length > 40 ? `${text.slice(0, 37)}…` : text}`;
}
