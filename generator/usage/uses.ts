import type { Direction } from "../diff/rules/judgement.js";

/** A place in a program. */
export interface Site {
  /** From the working directory, with `/`. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** One-based, in UTF-16 units. */
  readonly column: number;
}

/** Where a client declares a schema: `apps/v1` and `DeploymentSpec`. */
export interface DeclaredSchema {
  readonly directory: string;
  readonly typeName: string;
  /**
   * Where it is the type of a field of another one and named after that, as `WidgetSpec` is of `spec` in `Widget`: what a custom resource
   * writes out in place has a name in a client, and none in a document.
   */
  readonly within?: { readonly typeName: string; readonly path: string };
}

/** A field of a schema that is read or written. */
export interface FieldUse {
  readonly kind: "field";
  readonly schema: DeclaredSchema;
  /** From the schema: `strategy`, `env[].value`. */
  readonly path: string;
  readonly direction: Direction;
  /** What the program calls it: `spec.paused`. */
  readonly shown: string;
  /** The values that are written, where types tell them; undefined for any. */
  readonly values?: readonly unknown[] | undefined;
  readonly site: Site;
}

/** An object that is written with some of its fields, and without the others. */
export interface BodyUse {
  readonly kind: "body";
  readonly schema: DeclaredSchema;
  /** From the schema to the object; empty for the schema itself. */
  readonly path: string;
  readonly names: readonly string[];
  /** Whether it is a patch or what is applied: what it has not may be there. */
  readonly isPartial: boolean;
  readonly shown: string;
  readonly site: Site;
}

/** A request that the program sends. */
export interface RequestUse {
  readonly kind: "request";
  readonly request: Requested;
  /** RBAC's word. */
  readonly verb: string;
  readonly patchType?: string | undefined;
  /** The options that are given, by their names. */
  readonly options: readonly string[];
  /** The fields that a field selector names. */
  readonly selected: readonly string[];
  readonly site: Site;
}

/** What a request is for. */
export interface Requested {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  /** Whether it names a namespace. */
  readonly inNamespace: boolean;
}

/** One thing that a program does with what a client was generated for. */
export type ProgramUse = BodyUse | FieldUse | RequestUse;

/** Something whose types do not say what it does. */
export interface Unseen {
  readonly site: Site;
  /** What it is, as a part of a sentence. */
  readonly what: string;
}

/** What was found in a program. */
export interface Usage {
  readonly files: number;
  readonly uses: readonly ProgramUse[];
  readonly unseen: readonly Unseen[];
}
