import type { Circumstances } from "./circumstances.js";
import type { Said } from "./said.js";
import type { SharedWork } from "../shared-work.js";
import type { Servers } from "./servers.js";

/** What a run of `generate` works with. */
export interface Run extends Said {
  readonly circumstances: Circumstances;
  readonly servers: Servers;
  readonly signal: AbortSignal;
  /** What it has in common with runs on other outputs. */
  readonly shared: SharedWork | undefined;
}
