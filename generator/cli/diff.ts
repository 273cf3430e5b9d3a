import { isAbsolute, relative, sep } from "node:path";
import {
  Diagnostics,
  failure,
  GenerationFailed,
  type Diagnostic,
} from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { apiVersionOf } from "../diff/api-version.js";
import type { Change } from "../diff/change.js";
import { compareModels } from "../diff/compare.js";
import { countVerdicts } from "../diff/order.js";
import { render } from "../diff/report/render.js";
import type {
  Report,
  ReportedPosition,
  ReportedSide,
} from "../diff/report/report.js";
import { renderText } from "../diff/report/text.js";
import { isAtLeast } from "../diff/rules/judgement.js";
import { notIn, touchedBy } from "../diff/touched/touched.js";
import type { DiffFlags } from "../options.js";
import { refuseSharedCredentials, type SourceSpec } from "../source/open.js";
import type { DocumentEntry, FilePosition, Source } from "../source/source.js";
import type { Usage } from "../usage/uses.js";
import {
  eachSide,
  openSide,
  readSides,
  saidOf,
  type OpenSide,
  type ReadSide,
} from "./diff-sides.js";
import { Terminal, type Streams } from "./terminal.js";

/** `kubewright diff`: prints what changed from one source to another. */
export async function runDiff(
  specs: readonly [old: SourceSpec, next: SourceSpec],
  flags: DiffFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const terminal = new Terminal(streams, flags);
  const diagnostics = new Diagnostics(flags);
  const opened: OpenSide[] = [];
  const problems: Diagnostic[] = [];
  try {
    refuseSharedCredentials(specs, flags);
    const usage = await usageIn(flags);
    await eachSide(specs, async (spec) => {
      opened.push(await openSide(spec, flags, terminal, signal));
    });
    const [old, next] = await readSides(opened, flags, diagnostics, signal);
    if (old === undefined || next === undefined) return;
    const changes = compareModels(old.model, next.model);
    const report: Report = {
      old: reported(old, opened[0]?.source),
      new: reported(next, opened[1]?.source),
      ...(usage === undefined
        ? { changes }
        : {
            changes: touchedBy(usage.uses, changes, old.model),
            program: { files: usage.files, unseen: usage.unseen },
          }),
    };
    if (usage !== undefined) sayUnknown(usage, old, flags, diagnostics);
    if (flags.output === "text")
      terminal.painted((colors) => renderText(report, colors));
    else terminal.result(render(report, flags.output));
    refuseChanges(report.changes, flags);
  } catch (error) {
    if (error instanceof GenerationFailed) problems.push(...error.diagnostics);
    throw error;
  } finally {
    terminal.end();
    const said = [diagnostics.list, ...opened.map(saidOf)].flat();
    for (const diagnostic of said)
      if (diagnostic.severity !== "error") terminal.diagnostic(diagnostic);
    for (const problem of problems) terminal.diagnostic(problem);
    await Promise.all(opened.map(({ source }) => source.close()));
  }
}

/** What the program uses, where one is given: TypeScript is loaded for that alone. */
async function usageIn({
  usedBy,
  project,
}: DiffFlags): Promise<Usage | undefined> {
  if (usedBy === undefined) return undefined;
  const { usageOf } = await import("../usage/usage.js");
  return usageOf(usedBy, project);
}

/** What the old side does not have cannot have changed; of what was not selected, nothing is said. */
function sayUnknown(
  { uses }: Usage,
  { label, model }: ReadSide,
  { include, exclude }: DiffFlags,
  diagnostics: Diagnostics,
): void {
  const unknown = notIn(model, uses);
  if (unknown.length === 0 || include !== undefined || exclude !== undefined)
    return;
  const shown = unknown.slice(0, 5).join(", ");
  const rest =
    unknown.length > 5 ? ` and ${String(unknown.length - 5)} more` : "";
  diagnostics.add({
    severity: "warning",
    code: "used-and-unknown",
    message: `the program uses what ${label} does not have: ${shown}${rest}`,
    hint: "compare with what its client was generated from; nothing is said of these",
  });
}

function reported(
  { label, version, entries }: ReadSide,
  source: Source | undefined,
): ReportedSide {
  const isFile = ["crds", "directory", "file"].includes(source?.kind ?? "");
  const path = isFile ? pathBelow(label) : undefined;
  return {
    source: label,
    // Definitions are laid over documents of some version, which says nothing of them.
    ...(version === undefined || source?.kind === "crds" ? {} : { version }),
    ...(path === undefined ? {} : { path }),
    definitions: new Map(entries.flatMap(definitionsOf)),
  };
}

function definitionsOf({
  key,
  definedAt = new Map<string, FilePosition>(),
}: DocumentEntry): readonly (readonly [string, ReportedPosition])[] {
  const parsed = parseIndexKey(key);
  if (parsed.kind !== "group-version") return [];
  return [...definedAt].flatMap(([plural, { file, line }]) => {
    const path = pathBelow(file);
    return path === undefined
      ? []
      : [[`${apiVersionOf(parsed)} ${plural}`, { path, line }] as const];
  });
}

/** The path of a file or a folder from the working directory, where it is below that. */
function pathBelow(file: string): string | undefined {
  const path = relative("", file);
  const isBelow =
    path !== "" && !isAbsolute(path) && path.split(sep)[0] !== "..";
  return isBelow ? path : undefined;
}

/** @throws {GenerationFailed} `changes-found`, where there is a change that the run is to fail on */
function refuseChanges(
  changes: readonly Change[],
  { failOn }: DiffFlags,
): void {
  if (failOn === undefined) return;
  if (!changes.some(({ verdict }) => isAtLeast(verdict, failOn))) return;
  const { breaking, risky } = countVerdicts(changes);
  throw failure({
    code: "changes-found",
    message: `breaking changes: ${String(breaking)}, risky ones: ${String(risky)}`,
    hint: `--fail-on ${failOn} makes an error of that`,
  });
}
