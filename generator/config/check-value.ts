import { parsePackageName } from "../form/package-file.js";
import type { KeyRule } from "./keys.js";
import type { Steps } from "./read.js";

/** What is wrong with the value of a key. */
export interface ValueProblem {
  /** Where in the value. */
  readonly below: Steps;
  readonly message: string;
  readonly hint: string;
}

/** Holds a value to the rule of its key. One that is undefined is not there: scripts have such. */
export function problemsOf(
  key: string,
  value: unknown,
  { kind, path }: KeyRule,
): readonly ValueProblem[] {
  if (value === undefined) return [];
  const isList = kind === "texts" && Array.isArray(value);
  // What two commas leave out is undefined then, and no longer passed over.
  const items: readonly unknown[] = isList
    ? [...(value as readonly unknown[])]
    : [value];
  if (items.length === 0)
    return [
      {
        below: [],
        message: `"${key}" is an empty list`,
        hint: "leave it out, or give one",
      },
    ];
  return items.flatMap((item, index) => {
    const problem =
      faultOf(item, kind) ??
      (path === "source" ? faultOfSource(item as string) : undefined);
    return problem === undefined
      ? []
      : [
          {
            below: isList ? [index] : [],
            message: `"${key}" ${problem.message}`,
            hint: problem.hint,
          },
        ];
  });
}

/** A value as messages call it. A number may be a token without its quotes: it is not shown. */
export function nameOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value))
    return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string"
    ? shortened(JSON.stringify(value))
    : typeof value === "boolean"
      ? String(value)
      : `a ${typeof value}`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

interface Fault {
  readonly message: string;
  readonly hint: string;
}

function faultOf(value: unknown, kind: KeyRule["kind"]): Fault | undefined {
  if (kind === "boolean")
    return typeof value === "boolean"
      ? undefined
      : {
          message: `is true or false, and not ${nameOf(value)}`,
          hint: "write true or false, without quotes",
        };
  if (typeof kind !== "string")
    return kind.includes(value as string)
      ? undefined
      : {
          message: `cannot be ${nameOf(value)}`,
          hint: `choose one of ${kind.map((one) => JSON.stringify(one)).join(", ")}`,
        };
  const fault = faultOfText(value, kind === "texts");
  return (
    fault ?? (kind === "package" ? faultOfPackage(value as string) : fault)
  );
}

function faultOfText(value: unknown, orList: boolean): Fault | undefined {
  const wanted = orList ? "text, or a list of text," : "text,";
  if (typeof value !== "string")
    return {
      message: `is ${wanted} and not ${nameOf(value)}`,
      hint: hintToText(value),
    };
  return value.trim() === ""
    ? { message: "is empty", hint: "leave it out, or give one" }
    : undefined;
}

function hintToText(value: unknown): string {
  if (value === null) return "give text, or leave the key out";
  if (value === undefined) return "give text, or leave it out";
  return typeof value === "object" ? "give text" : "put it in quotes";
}

function faultOfPackage(value: string): Fault | undefined {
  return parsePackageName(value) === undefined
    ? {
        message: `cannot be ${nameOf(value)}`,
        hint: "a package is named as npm names it, in lower case, with a version behind @ if need be: @acme/k8s@1.4.0",
      }
    : undefined;
}

/** On the command line a shell would have unfolded it. */
function faultOfSource(value: string): Fault | undefined {
  return value.includes("*")
    ? {
        message: `cannot be the pattern ${nameOf(value)}`,
        hint: "name the folder, whose definitions are read, or each file",
      }
    : undefined;
}
