import type { Diagnostic } from "../diagnostics.js";
import { isRecord, pointerTo, type JsonRecord } from "../json.js";
import type { CrdOrigin } from "./crd.js";

type Path = readonly (number | string)[];

interface Types {
  readonly boolean: boolean;
  readonly number: number;
  readonly string: string;
}

/** What to do about what no server takes. */
const refused =
  "an API server refuses it as well: correct it where it comes from";

/** Reads the fields of a definition and keeps what is wrong with them, and where. What is null is not there, as in Go's JSON. */
export class CrdCheck {
  /** What a server refuses. */
  readonly problems: Diagnostic[] = [];
  /** What a server takes, and its user may not have meant. */
  readonly warnings: Diagnostic[] = [];
  readonly #origin: CrdOrigin;
  readonly #base: Path;
  readonly #name: string;
  readonly #trail: (number | string)[] = [];

  /**
   * @param base where in the document the definition stands: an item of a list is below `items`
   * @param name what its metadata calls it; empty where it has no name
   */
  constructor(origin: CrdOrigin, base: Path, name: string) {
    this.#origin = origin;
    this.#base = base;
    this.#name = name;
  }

  /** Where the walk is: `spec.versions[0].name`. */
  get path(): string {
    return this.#trail
      .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
      .join("")
      .replace(/^\./, "");
  }

  /** Reads what is under a name or an index. */
  within<Result>(step: number | string, walk: () => Result): Result {
    this.#trail.push(step);
    const result = walk();
    this.#trail.pop();
    return result;
  }

  /** Keeps a problem of the place where the walk is. */
  report(problem: string, hint: string = refused): void {
    const place = this.#locate(problem);
    this.problems.push({
      severity: "error",
      code: "invalid-crd",
      ...place,
      hint,
    });
  }

  /** Keeps a warning of the place where the walk is. */
  warn(problem: Required<Pick<Diagnostic, "code" | "hint" | "message">>): void {
    const place = this.#locate(problem.message);
    this.warnings.push({ severity: "warning", ...problem, ...place });
  }

  #locate(problem: string): Pick<Diagnostic, "at" | "message"> {
    const path = [...this.#base, ...this.#trail];
    const line = this.#origin.lineOf(this.#trail);
    const which = this.#name === "" ? "without a name" : `"${this.#name}"`;
    const field = this.path === "" ? "" : `${this.path}: `;
    return {
      message: `the CustomResourceDefinition ${which}, document ${this.#origin.document}: ${field}${problem}`,
      at: {
        document: this.#origin.file,
        ...(line === undefined ? { pointer: pointerTo(path) } : { line }),
      },
    };
  }

  /** A field that may be there; empty where it is not an object. */
  fields(owner: JsonRecord, name: string): JsonRecord {
    return this.optionalFields(owner, name) ?? {};
  }

  /** As {@link fields}, undefined where there is none. */
  optionalFields(owner: JsonRecord, name: string): JsonRecord | undefined {
    const value = owner[name];
    if (value === undefined || value === null) return undefined;
    if (isRecord(value)) return value;
    this.within(name, () => this.expected("an object", value));
    return undefined;
  }

  optional<Type extends keyof Types>(
    owner: JsonRecord,
    name: string,
    type: Type,
  ): Types[Type] | undefined {
    const value = owner[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === type) return value as Types[Type];
    this.within(name, () => this.expected(`a ${type}`, value));
    return undefined;
  }

  /** A string that has to be there. */
  required(owner: JsonRecord, name: string): string {
    const value = this.optional(owner, name, "string");
    if (value === "" || (value === undefined && (owner[name] ?? null) === null))
      this.within(name, () => this.report("it is missing"));
    return value ?? "";
  }

  /** The items of a list that may be there. */
  items<Item>(
    owner: JsonRecord,
    name: string,
    read: (item: unknown) => Item,
  ): readonly Item[] {
    const value = owner[name];
    if (value === undefined || value === null) return [];
    return this.within(name, () => {
      if (Array.isArray(value))
        return value.map((item: unknown, index) =>
          this.within(index, () => read(item)),
        );
      this.expected("a list", value);
      return [];
    });
  }

  strings(owner: JsonRecord, name: string): readonly string[] {
    return this.items(owner, name, (item) => {
      if (typeof item === "string") return item;
      this.expected("a string", item);
      return "";
    });
  }

  /** The object that an item has to be. */
  record(value: unknown): JsonRecord {
    if (isRecord(value)) return value;
    if (value !== null) this.expected("an object", value);
    return {};
  }

  /** Keeps that something else is needed at the place where the walk is. */
  expected(expected: string, found: unknown): void {
    this.report(`expected ${expected}, found ${spell(found)}`);
  }
}

function spell(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return `the ${typeof value} ${text.length > 40 ? `${text.slice(0, 37)}…` : text}`;
}
