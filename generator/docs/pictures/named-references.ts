import type { Schema } from "../../document/openapi.js";
import type { Kind, Kinds } from "./kinds.js";
import type { Manner } from "./known-references.js";

/** What a field refers to by what its own schema and its name say. */
export interface NamedReference {
  readonly manner: Manner;
  readonly kinds: readonly Kind[];
  /** Whether it is the field's name alone that says so. */
  readonly byName: boolean;
}

/** A field as it is published: of a list its items, of a map its values. */
export interface PublishedField {
  readonly name: string;
  /** What its values are, and those of a type that it refers to. */
  readonly schema: Schema;
  /** The group of the kind that has it. */
  readonly group: string;
}

/**
 * What a field refers to that nothing else is known of: kinds that its own field `kind` has as a default or as all of its values; or the
 * kind that its name ends with, such as `tlsSecretRef`, `serviceAccountName` or `podSelector`.
 *
 * A name of one word is taken for a kind where the kind is of the same group, or where there is an object with a `name` below it: an
 * `imageName` is mostly none.
 *
 * @returns undefined where nothing says so
 */
export function namedReference(
  field: PublishedField,
  kinds: Kinds,
): NamedReference | undefined {
  const { name, schema } = field;
  if (isPodTemplate(schema)) {
    const pod = kinds.get("Pod");
    return pod && { manner: "makes", kinds: [pod], byName: false };
  }
  const told = toldKinds(field, kinds);
  if (told.length > 0) return { manner: "names", kinds: told, byName: false };
  if (name === "scaleTargetRef")
    return {
      manner: "names",
      kinds: kinds.scalable,
      byName: true,
    };
  const found = isSelector(schema)
    ? selected(field, kinds)
    : schema.properties?.["name"] === undefined
      ? byPlainName(field, kinds)
      : byObject(field, kinds);
  return (
    found && {
      manner: isSelector(schema) ? "selects" : "names",
      kinds: [found],
      byName: true,
    }
  );
}

/** What has the containers of pods is a template of pods, whoever published it. */
function isPodTemplate({ properties = {} }: Schema): boolean {
  const containers =
    properties["spec"]?.properties?.["containers"]?.items?.properties;
  return (
    containers?.["name"] !== undefined && containers["image"] !== undefined
  );
}

/** The kinds that an object may name: what its field `kind` is by default, or the values that it may have. */
function toldKinds(
  { schema, group }: PublishedField,
  kinds: Kinds,
): readonly Kind[] {
  const { kind, name } = schema.properties ?? {};
  if (kind === undefined || name === undefined) return [];
  const said = (kind.enum ?? [kind.default]).filter(
    (value) => typeof value === "string" && value !== "",
  );
  const own = groupIn(schema);
  return said.flatMap((value) => {
    const named = String(value);
    const found =
      own === undefined
        ? kinds.nearest(named, group)
        : kinds.get(own === "" ? named : `${named}.${own}`);
    return found === undefined || found.name !== named ? [] : [found];
  });
}

/** The group that an object names by default. */
function groupIn({ properties = {} }: Schema): string | undefined {
  const group = (properties["group"] ?? properties["apiGroup"])?.default;
  if (typeof group === "string") return group;
  const version = properties["apiVersion"]?.default;
  return typeof version === "string"
    ? version.split("/").slice(0, -1).join("")
    : undefined;
}

function isSelector({ properties, additionalProperties }: Schema): boolean {
  return (
    properties?.["matchLabels"] !== undefined ||
    (typeof additionalProperties === "object" &&
      additionalProperties.type === "string")
  );
}

function selected(
  { name, group }: PublishedField,
  kinds: Kinds,
): Kind | undefined {
  const stem = /^(.+)Selector$/.exec(name)?.[1];
  const found =
    stem === undefined ? undefined : endingWith(stem, group, kinds)?.kind;
  return found !== undefined && (found.group === group || isCommon(found))
    ? found
    : undefined;
}

/** Of an object with a `name`: `issuerRef`, `tlsSecretRef`, `configMapKeyRef`, `imagePullSecrets`, `configMap`. */
function byObject(
  { name, group }: PublishedField,
  kinds: Kinds,
): Kind | undefined {
  const stem = /^(.+?)(?:Key)?(?:Ref|Reference|KeySelector)s?$/.exec(name)?.[1];
  if (stem !== undefined) return endingWith(stem, group, kinds)?.kind;
  const bare = endingWith(name.replace(/s$/, ""), group, kinds)?.kind;
  return bare?.key === "Secret" || bare?.key === "ConfigMap" ? bare : undefined;
}

/** Of a string: `serviceAccountName`, `claimName`, `backupName` where there is a kind Backup beside it. */
function byPlainName(
  { name, schema, group }: PublishedField,
  kinds: Kinds,
): Kind | undefined {
  if (schema.type !== "string") return undefined;
  if (name === "claimName") return kinds.get("PersistentVolumeClaim");
  const [, stem, how] = /^(.+?)(Name|Ref)s?$/.exec(name) ?? [];
  if (stem === undefined) return undefined;
  const found = endingWith(stem, group, kinds);
  if (found === undefined) return undefined;
  const { kind, isWhole } = found;
  if (isWhole && kind.group === group) return kind;
  if (how === "Ref") return undefined;
  return kind.key === "Secret" ||
    hasSeveralWords(kind) ||
    (isWhole && isCommon(kind))
    ? kind
    : undefined;
}

/** The kind with the longest name that words in camel case end with. */
function endingWith(
  stem: string,
  group: string,
  kinds: Kinds,
): { readonly kind: Kind; readonly isWhole: boolean } | undefined {
  const words = stem.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  for (
    let i = Math.max(0, words.length - mostWords);
    i < words.length;
    i += 1
  ) {
    const kind = kinds.nearest(words.slice(i).join(""), group);
    if (kind !== undefined) return { kind, isWhole: i === 0 };
  }
  return undefined;
}

/** No kind has more words in its name. */
const mostWords = 8;

/** Of one word, and nothing else goes by it. */
function isCommon({ key }: Kind): boolean {
  return key === "Namespace" || key === "Node" || key === "Pod";
}

function hasSeveralWords({ name }: Kind): boolean {
  return /[a-z][A-Z]/.test(name);
}
