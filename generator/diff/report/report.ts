import type { Unseen } from "../../usage/uses.js";
import type { Change } from "../change.js";

/** What is told of a comparison. */
export interface Report {
  readonly old: ReportedSide;
  readonly new: ReportedSide;
  /** Sorted by place. */
  readonly changes: readonly Change[];
  /** The program whose changes they are; absent where all are told. */
  readonly program?: {
    readonly files: number;
    /** What its types do not say. */
    readonly unseen: readonly Unseen[];
  };
}

/** A side, as its user knows it. */
export interface ReportedSide {
  /** What the source is called: `builtin`, a path, a URL. Never holds a credential. */
  readonly source: string;
  /** What `/version` said, where the source has that: `v1.37.2`. */
  readonly version?: string;
  /** The file or folder, where it is one below the working directory. */
  readonly path?: string;
  /** Where resources are defined, by their `apiVersion` and plural with a blank between, where that is below the working directory. */
  readonly definitions: ReadonlyMap<string, ReportedPosition>;
}

/** A place in a file, whose path is relative to the working directory. */
export interface ReportedPosition {
  readonly path: string;
  readonly line: number | undefined;
}
