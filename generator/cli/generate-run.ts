import type { Circumstances } from "./circumstances.js";
import type { Said } from "./said.js";
import type { Surroundings } from "../../templates/runtime/connect.js";
import type { SharedWork } from "../shared-work.js";
import type { Servers } from "./servers.js";

/** What a run of `generate` works with. */
export interface Run extends Said {
  readonly circumstances: Circumstances;
  readonly servers: Servers;
  readonly signal: AbortSignal;
  /** What it has in common with runs on other outputs. */
  readonly shared: SharedByRuns | undefined;
}

/** What runs on several outputs have in common. */
export interface SharedByRuns {
  readonly work: SharedWork;
  readonly surroundings: Surroundings;
}
