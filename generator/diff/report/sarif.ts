import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { canonical } from "../../json.js";
import { toolVersion } from "../../package-folder.js";
import { apiVersionOf } from "../api-version.js";
import type { Change, Use } from "../change.js";
import { worst, type Verdict } from "../rules/judgement.js";
import { ruleNames, rules, type RuleName } from "../rules/rules.js";
import type { Report, ReportedPosition } from "./report.js";
import { plain, spellUses, tell } from "./words.js";

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
        results: report.changes.map((change) =>
          result(change, positionOf(change, report)),
        ),
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
  return createHash("sha256")
    .update(canonical([rule, at, name, before, after]))
    .digest("hex")
    .slice(0, 32);
}

function uriOf(path: string): string {
  return path.split(/[\\/]/).map(encodeURIComponent).join("/");
}
