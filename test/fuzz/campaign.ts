import { relative } from "node:path";
import * as fc from "fast-check";
import { root } from "../unit/source-imports.js";
import { tryDocuments, typeCheckAll, type Refutation } from "./claims.js";
import { documents, type Documents } from "./documents.js";

/** What a batch has, unless it is told otherwise. */
const serversOfBatch = 100;

/** Longer than this nobody waits for a smaller example. In milliseconds. */
const shrinkingMs = 300_000;

/** What a campaign goes by. */
export interface CampaignOptions {
  /** How many documents are tried at least. */
  readonly runs: number;
  readonly seed: number;
  /** What is added to the seed from one batch to the next: several campaigns beside each other try different ones. Default: 1. */
  readonly step?: number;
  /** How many servers are tried before their clients are type-checked as one program. Default: 100. */
  readonly batchSize?: number;
  /** Is told how far it is. */
  readonly progress?: (documents: number, refused: number) => void;
}

/** What came of a campaign. */
export interface Campaign {
  readonly documents: number;
  /** How many servers had documents that were refused with a reason. */
  readonly refused: number;
  readonly failure: Failure | undefined;
}

/** Documents of which a claim does not hold, made as small as could be. */
export interface Failure extends Refutation {
  /** Of the batch. */
  readonly seed: number;
  readonly documents: Documents;
}

/** Tries servers with documents that nobody would write, until enough documents are tried or a claim does not hold. */
export async function runCampaign({
  runs,
  seed,
  step = 1,
  batchSize = serversOfBatch,
  progress,
}: CampaignOptions): Promise<Campaign> {
  let tried = 0;
  let refused = 0;
  for (let batch = 0; tried < runs; batch += 1) {
    const sampling = { seed: seed + batch * step, numRuns: batchSize };
    const servers = fc.sample(documents, sampling);
    const outcome = await tryBatch(servers);
    refused += outcome.refused;
    tried += servers.reduce((n, one) => n + Object.keys(one).length, 0);
    progress?.(tried, refused);
    if (outcome.position !== undefined) {
      const failure = await shrink(sampling.seed, outcome.position);
      return { documents: tried, refused, failure };
    }
  }
  return { documents: tried, refused, failure: undefined };
}

async function tryBatch(servers: readonly Documents[]): Promise<{
  readonly position: number | undefined;
  readonly refused: number;
}> {
  const files = new Map<string, string>();
  let refused = 0;
  for (const [position, server] of servers.entries()) {
    const tried = await tryDocuments(server, placeOf(position));
    if (tried.refutation !== undefined) return { position, refused };
    if (tried.files.size === 0) refused += 1;
    for (const [path, text] of tried.files) files.set(path, text);
  }
  const [complaint] = typeCheckAll(files);
  const position =
    complaint === undefined
      ? undefined
      : Number(/^\.fuzz\/(\d+)\//.exec(complaint)?.[1]);
  return { position, refused };
}

/** All claims, of one server. */
async function refute(server: Documents): Promise<Refutation | undefined> {
  const { refutation, files } = await tryDocuments(server, placeOf(0));
  if (refutation !== undefined) return refutation;
  const complaints = typeCheckAll(files);
  return complaints.length === 0
    ? undefined
    : {
        claim: "the output compiles",
        details: complaints.slice(0, 5).join("\n"),
      };
}

async function shrink(seed: number, position: number): Promise<Failure> {
  let last: Failure | undefined;
  await fc.check(
    fc.asyncProperty(documents, async (server) => {
      const refutation = await refute(server);
      if (refutation === undefined) return true;
      last = { ...refutation, seed, documents: server };
      return false;
    }),
    {
      seed,
      path: String(position),
      numRuns: position + 1,
      interruptAfterTimeLimit: shrinkingMs,
    },
  );
  if (last === undefined)
    throw new Error(
      `server ${String(position)} of seed ${String(seed)} failed in its batch, and holds alone`,
    );
  return last;
}

function placeOf(position: number): string {
  return relative(root, `${root}/.fuzz/${String(position)}`);
}
