import { fieldRules, type FieldRule } from "./fields.js";
import type { RulesByName } from "./judgement.js";
import { mergingRules, type MergingRule } from "./merging.js";
import { servedRules, type ServedRule } from "./served.js";
import { valueRules, type ValueRule } from "./values.js";

/** The name of a class of change: stable, as it is in JSON and SARIF. */
export type RuleName = FieldRule | MergingRule | ServedRule | ValueRule;

/** Every class of change, by its name. */
export const rules: RulesByName<RuleName> = {
  ...servedRules,
  ...fieldRules,
  ...valueRules,
  ...mergingRules,
};

/** The names of all classes, in the order in which they are explained. */
export const ruleNames: readonly RuleName[] = Object.keys(rules) as RuleName[];
