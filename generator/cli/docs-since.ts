import { visible } from "../../templates/literal.js";
import { compareModels } from "../diff/compare.js";
import { spellSide } from "../diff/report/words.js";
import type { Since } from "../docs/since.js";
import type { DocsFlags } from "../options.js";
import { refuseSharedCredentials, type SourceSpec } from "../source/open.js";
import type { Source } from "../source/source.js";
import { openSide, readSides, saidOf, type ReadSide } from "./diff-sides.js";
import type { ReadModel } from "./read-model.js";
import type { Session } from "./session.js";

/**
 * Reads a source and what it is compared with, each once.
 *
 * @throws {GenerationFailed} with the problems of both
 */
export async function readSince(
  spec: SourceSpec,
  flags: DocsFlags,
  { source, terminal, diagnostics, signal }: Session,
): Promise<ReadModel & { readonly since: Since | undefined }> {
  refuseSharedCredentials([...flags.from, spec], flags);
  const side = await openSide(spec, flags, terminal, signal);
  try {
    const sides = [side, { source, diagnostics }];
    const [old, next] = await readSides(sides, flags, diagnostics, signal);
    if (old === undefined || next === undefined)
      throw new Error("there are two sides");
    for (const said of saidOf(side)) diagnostics.add(said);
    return {
      ...next.read,
      since: {
        name: versionOf(old, side.source) ?? visible(old.label),
        old: nameOf(old, side.source),
        next: nameOf(next, source),
        changes: compareModels(old.model, next.model),
        oldModel: old.model,
        compared: next.model,
      },
    };
  } finally {
    await side.source.close();
  }
}

function nameOf(side: ReadSide, source: Source): string {
  const version = versionOf(side, source);
  return spellSide({
    source: side.label,
    ...(version === undefined ? {} : { version }),
    definitions: new Map(),
  });
}

/** Definitions are laid over documents of some version, which says nothing of them. */
function versionOf(
  { version }: ReadSide,
  { kind }: Source,
): string | undefined {
  return kind === "crds" || version === undefined
    ? undefined
    : visible(version);
}
