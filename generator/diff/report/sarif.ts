import { createHash } from "node:crypto";
import type {
  Invocation,
  Log,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
} from "sarif";
import { canonical } from "../../json.js";
import { toolVersion } from "../../package-folder.js";
import { apiVersionOf } from "../api-version.js";
import type { Unseen } from "../../usage/uses.js";
import type { Change, Use } from "../change.js";
import { worst, type Verdict } from "../rules/judgement.js";
import { ruleNames, rules, type RuleName } from "../rules/rules.js";
import type { Report, ReportedPosition } from "./report.js";
import { plain, spellUses, tell, tellSites, unseenTitle } from "./words.js";

/**
 * A report as SARIF 2.1.0. A result is a change, a rule a class of change. Its place is the thing that changed, by its name; and the file
 * that defines it on the new side, or on the old one, or the whole of either, where that is below the working directory: GitHub shows
 * nothing without.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(report: Report): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "kubewright",
            semanticVersion: toolVersion,
            rules: ruleNames.map(descriptor),
          },
        },
        columnKind: "utf16CodeUnits",
        results: report.changes.flatMap((change) =>
          report.program === undefined
            ? [result(change, positionOf(change, report))]
            : resultsInProgram(change, report),
        ),
        ...(report.program === undefined
          ? {}
          : { invocations: [invocation(report.program.unseen)] }),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

const levels: Readonly<Record<Verdict, "error" | "note" | "warning">> = {
  breaking: "error",
  risky: "warning",
  safe: "note",
};

function descriptor(id: RuleName): ReportingDescriptor {
  const { reading, writing } = rules[id];
  return {
    id,
    shortDescription: { text: id.replaceAll("-", " ") },
    fullDescription: {
      text: `Reading is ${reading.verdict}: ${reading.reason}. Writing is ${writing.verdict}: ${writing.reason}.`,
    },
    defaultConfiguration: {
      level: levels[worst([reading.verdict, writing.verdict])],
    },
  };
}

function result(
  change: Change,
  position: ReportedPosition | undefined,
): Result {
  const { rule, verdict } = change;
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    (one) => `${one.direction} is ${one.verdict}: ${one.reason}.`,
  );
  const holders = uses.length === 0 ? [] : [`In ${spellUses(uses)}.`];
  const text = [`${subject} ${plain(says)}.`, ...told, ...holders].join(" ");
  return {
    ruleId: rule,
    ruleIndex: ruleNames.indexOf(rule),
    level: levels[verdict],
    message: { text: messageOf(text) },
    locations: [
      {
        ...(position === undefined
          ? {}
          : {
              physicalLocation: {
                artifactLocation: { uri: uriOf(position.path) },
                // GitHub asks for a line, also where none is known.
                region: { startLine: position.line ?? 1 },
              },
            }),
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    // Without one of its own, GitHub takes all on one line for the same.
    partialFingerprints: { primaryLocationLineHash: fingerprint(change) },
  };
}

/** One for each place of the program that meets the change: a viewer shows a result at one place. */
function resultsInProgram(change: Change, report: Report): readonly Result[] {
  const whole = result(change, positionOf(change, report));
  const seen = new Map<string, number>();
  return tellSites(change, report.new).map(
    ({ file, line, column, place, says }) => {
      // A line that moves is the same finding: it counts which of its kind in the file it is.
      const kind = `${file} ${plain(says)}`;
      const count = seen.get(kind) ?? 0;
      seen.set(kind, count + 1);
      const sentence = messageOf(`${place}${plain(says)}. `);
      return {
        ...whole,
        message: { text: sentence + (whole.message.text ?? "") },
        locations: [
          {
            physicalLocation: physical(file, line, column),
            logicalLocations: whole.locations?.[0]?.logicalLocations ?? [],
          },
        ],
        partialFingerprints: {
          primaryLocationLineHash: hashOf([fingerprint(change), kind, count]),
        },
      };
    },
  );
}

/** What types do not show is said of the run: it is no finding. */
function invocation(unseen: readonly Unseen[]): Invocation {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: unseen.map(
      ({ site: { file, line, column }, what }) => ({
        level: "note",
        message: { text: messageOf(`${unseenTitle}: ${what}.`) },
        locations: [{ physicalLocation: physical(file, line, column) }],
      }),
    ),
  };
}

function physical(
  path: string,
  startLine: number,
  startColumn: number,
): PhysicalLocation {
  return {
    artifactLocation: { uri: uriOf(path) },
    region: { startLine, startColumn },
  };
}

function positionOf(
  { place }: Change,
  { old, new: next }: Report,
): ReportedPosition | undefined {
  const key =
    place.kind === "field"
      ? keyOf(place.usedBy[0])
      : keyOf({
          apiVersion: apiVersionOf({ version: "", ...place }),
          resource: place.resource ?? "",
        });
  const path = next.path ?? old.path;
  return (
    next.definitions.get(key) ??
    old.definitions.get(key) ??
    (path === undefined ? undefined : { path, line: undefined })
  );
}

/** Subresources are defined with what they are below. */
function keyOf(use: Pick<Use, "apiVersion" | "resource"> | undefined): string {
  const [resource = ""] = (use?.resource ?? "").split("/");
  return `${use?.apiVersion ?? ""} ${resource}`;
}

/**
 * In a message of SARIF braces stand for arguments, unless they are doubled, and a text in brackets with another in parentheses is a
 * link: documents shall make none.
 */
function messageOf(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

/** The same for a change as long as that is there, whatever else changes. */
function fingerprint({ rule, place, name, before, after }: Change): string {
  const at = place.kind === "served" ? place : [place.schema, place.path];
  return hashOf([rule, at, name, before, after]);
}

function hashOf(value: unknown): string {
  return createHash("sha256")
    .update(canonical(value))
    .digest("hex")
    .slice(0, 32);
}

function uriOf(path: string): string {
  return path.split(/[\\/]/).map(encodeURIComponent).join("/");
}
