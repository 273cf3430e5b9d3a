import type { Diagnostic } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import { isRecord, type JsonRecord } from "../json.js";
import type { Config, OutputConfig } from "./config.js";
import { nameOf, problemsOf } from "./check-value.js";
import { outputKeys, ownKeys, unsharedKeys } from "./keys.js";
import type { ConfigText, Steps } from "./read.js";

/** Finds everything that is wrong with what a configuration says. Where that is nothing, its value is a `Config`. */
export function checkConfig({ value, locate }: ConfigText): {
  readonly config: Config;
  readonly problems: readonly Diagnostic[];
} {
  const problems: Diagnostic[] = [];
  const report: Report = (code, steps, message, hint, which = "value") => {
    const at = locate(steps, which);
    problems.push({ severity: "error", code, message, hint, at });
  };
  if (isRecord(value)) checkTop(value, report);
  else
    report(
      "bad-config",
      [],
      `a configuration is an object, and this is ${value === null ? "empty" : nameOf(value)}`,
      'give the keys of an output, as in { "from": "cluster", "out": "k8s" }, or "outputs"',
    );
  return { config: value as Config, problems };
}

type Report = (
  code: "bad-config" | "unknown-config-key",
  steps: Steps,
  message: string,
  hint: string,
  which?: "key" | "value",
) => void;

function checkTop(config: JsonRecord, report: Report): void {
  const { $schema, outputs, ...shared } = config;
  if ($schema !== undefined && typeof $schema !== "string")
    report(
      "bad-config",
      ["$schema"],
      `"$schema" is text, and not ${nameOf($schema)}`,
      "name the JSON Schema, or leave it out",
    );
  checkOutput(shared, [], [...Object.keys(outputKeys), ...ownKeys], report);
  if (outputs === undefined) return;
  for (const key of unsharedKeys)
    if (shared[key] !== undefined)
      report(
        "bad-config",
        [key],
        `"${key}" stands beside "outputs": each output has its own`,
        `move it into one of "outputs"`,
        "key",
      );
  if (!Array.isArray(outputs) || outputs.length === 0) {
    report(
      "bad-config",
      ["outputs"],
      `"outputs" is a list of outputs, and not ${nameOf(outputs)}`,
      'give at least one, as in [{ "context": "prod", "out": "k8s/prod" }]',
    );
    return;
  }
  for (const [index, output] of (outputs as readonly unknown[]).entries()) {
    const steps = ["outputs", index];
    if (isRecord(output))
      checkOutput(output, steps, Object.keys(outputKeys), report);
    else
      report(
        "bad-config",
        steps,
        `an output is an object, and this is ${nameOf(output)}`,
        'give its keys, as in { "context": "prod", "out": "k8s/prod" }',
      );
  }
}

function checkOutput(
  output: JsonRecord,
  steps: Steps,
  known: readonly string[],
  report: Report,
): void {
  for (const [key, value] of Object.entries(output)) {
    const place = [...steps, key];
    if (!Object.hasOwn(outputKeys, key)) {
      reportUnknown(key, place, known, report);
      continue;
    }
    const rule = outputKeys[key as keyof OutputConfig];
    for (const { below, message, hint } of problemsOf(key, value, rule))
      report("bad-config", [...place, ...below], message, hint);
  }
}

function reportUnknown(
  key: string,
  place: Steps,
  known: readonly string[],
  report: Report,
): void {
  const near = nearNames(key, known);
  report(
    "unknown-config-key",
    place,
    `there is no key "${key}"`,
    near.length > 0
      ? `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
      : `there are ${known.join(", ")}`,
    "key",
  );
}
