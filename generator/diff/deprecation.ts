import { isDeprecated } from "../document/deprecation.js";
import type { Schema } from "../document/openapi.js";
import { setsDefaults } from "../model/defaults.js";
import type { SchemaDeclaration } from "../model/model.js";
import type { Finding } from "./change.js";
import type { Located } from "./side.js";

/** Whether one is deprecated and the other not. */
export function compareDeprecation(
  old: Located,
  next: Located,
): readonly Finding[] {
  const [before, after] = [isDeprecated(old.schema), isDeprecated(next.schema)];
  if (before === after) return [];
  // Descriptions alone say it, and many definitions are installed without any.
  if (!isDescribed(old.declaration) || !isDescribed(next.declaration))
    return [];
  return [{ rule: after ? "deprecation-added" : "deprecation-removed" }];
}

/** Whether a custom resource's schema describes anything. Those of Go types do, or say what their descriptions called deprecated. */
function isDescribed(declaration: SchemaDeclaration): boolean {
  if (!setsDefaults(declaration)) return true;
  const { description, properties = {} } = declaration.schema;
  if (description !== undefined) return true;
  // Servers describe these of every custom resource by themselves.
  const { apiVersion: _, kind: __, metadata: ___, ...own } = properties;
  return hasDescription(Object.values(own));
}

function hasDescription(schemas: readonly Schema[]): boolean {
  return schemas.some(
    ({ description, properties = {}, items, additionalProperties }) =>
      description !== undefined ||
      hasDescription([
        ...Object.values(properties),
        ...(items === undefined ? [] : [items]),
        ...(typeof additionalProperties === "object"
          ? [additionalProperties]
          : []),
      ]),
  );
}
