import { safeText } from "../../templates/doc-comment.js";
import type { Schema, ValidationRule } from "../document/openapi.js";
import { code, paragraphs, shorten } from "./doc-text.js";

/**
 * The rules in CEL that the server holds a value to, each as a bullet below a heading; empty where there are none.
 *
 * A rule is told by its message, which is what an error will say. Its text stands beside where it is short, and in its place where
 * there is none: a `messageExpression` is only worth anything with values.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function rulesDoc(schema: Schema, heading: string): string {
  const bullets = new Set(
    rulesOf(schema)
      .filter((rule) => !isImmutability(rule) || saysMore(rule))
      .map(bullet)
      .filter((text) => text !== ""),
  );
  if (bullets.size === 0) return "";
  const shown = [...bullets].slice(0, mostRules);
  if (bullets.size > mostRules)
    shown.push(`- and ${String(bullets.size - mostRules)} more`);
  return paragraphs([heading, shown.join("\n")]);
}

/** Whether a value stays as it is once it is there. */
export function isImmutable(schema: Schema): boolean {
  return rulesOf(schema).some(isImmutability);
}

const mostRules = 20;
const shortRule = 40;

/** The rules in CEL that stand at a schema itself, as published. */
export function rulesOf(schema: Schema): readonly ValidationRule[] {
  return schema["x-kubernetes-validations"] ?? [];
}

function isImmutability({ rule }: ValidationRule): boolean {
  return /^\(?\s*(?:self\s*==\s*oldSelf|oldSelf\s*==\s*self)\s*\)?$/.test(
    rule.trim(),
  );
}

/** Whether the message of a rule that forbids changes says more than that: what to do instead, for example. */
function saysMore({ message = "" }: ValidationRule): boolean {
  return !/^$|^[^,;:]*\b(?:immutable|unchangeable|(?:cannot|can't|can not|must not|may not) be (?:changed|modified|updated))\b.{0,24}$/i.test(
    oneLine(message),
  );
}

function bullet(rule: ValidationRule): string {
  const message = oneLine(rule.message ?? "").replace(/\.$/, "");
  const text = oneLine(rule.rule);
  const at = oneLine(rule.fieldPath ?? "").replace(/^\./, "");
  const parts = [
    ...(at === "" || message.includes(at) ? [] : [code(at)]),
    ...(message === "" ? [] : [safeText(shorten(message, 300))]),
    ...(message === "" || (text.length <= shortRule && !isImmutability(rule))
      ? [code(text)]
      : []),
  ];
  // What cannot be seen is taken out of a message, which may have nothing else.
  const visible = parts
    .map((part) => part.trim())
    .filter((part) => /[^`\s]/.test(part));
  return visible.length === 0 ? "" : `- ${visible.join(": ")}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
