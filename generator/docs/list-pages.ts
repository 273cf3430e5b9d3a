import type { Schema } from "../document/openapi.js";
import { deprecationOf } from "../emit/docs.js";
import type { GroupVersion } from "../model/model.js";
import { groupBy } from "../model/names.js";
import { fixedPages } from "./addresses.js";
import { cut } from "./field-facts.js";
import { firstSentence } from "./group-version-page.js";
import { linkBytes, listParts } from "./list-parts.js";
import type { ListPage } from "./page-model.js";
import { fieldTarget } from "./paging.js";
import type { Reference } from "./reference.js";
import { bytesOf } from "./weights.js";
import { groupVersionName, stabilityIn, stabilityOf } from "./words.js";

type Section = ListPage["sections"][number];
type Item = Section["items"][number];

/** Everything whose description calls it deprecated, by group and version. */
export function deprecatedPages(reference: Reference): readonly ListPage[] {
  return listPages(
    fixedPages.deprecated,
    "Deprecated",
    "What is still served, and should not be used in what is new: types and fields whose descriptions say so.",
    reference.model.groupVersions.map((groupVersion) => ({
      title: groupVersionName(groupVersion) || groupVersion.directory,
      items: described(reference, groupVersion, (schema) => {
        const notice = deprecationOf(schema);
        return notice === "" ? undefined : cut(notice.slice(12), 200);
      }),
    })),
  );
}

/** What is alpha or beta: whole versions, and fields of others that say so of themselves. */
export function stabilityPages(reference: Reference): readonly ListPage[] {
  const { groupVersions } = reference.model;
  const versions = (stage: string): readonly Item[] =>
    groupVersions
      .filter(
        ({ version, resources }) =>
          resources.length > 0 && stabilityOf(version) === stage,
      )
      .map((groupVersion) => ({
        text: groupVersionName(groupVersion),
        to: { page: reference.addresses.groupVersion(groupVersion) },
        about: cut(
          groupVersion.resources.map(({ kind }) => kind).join(", "),
          500,
        ),
      }));
  return listPages(
    fixedPages.stability,
    "Alpha and beta",
    "What may still change. Alpha can be dropped without notice, and is off unless a server turns it on; beta is dropped after a time of deprecation.",
    [
      { title: "Alpha versions", items: versions("alpha") },
      { title: "Beta versions", items: versions("beta") },
      ...groupVersions
        .filter(({ version }) => stabilityOf(version) === "stable")
        .map((groupVersion) => ({
          title: `Fields of ${groupVersionName(groupVersion)}`,
          items: described(reference, groupVersion, (schema) => {
            const description = schema.description ?? "";
            return stabilityIn(description) === "stable"
              ? undefined
              : `${stabilityIn(description)}: ${firstSentence(description)}`;
          }),
        })),
    ],
  );
}

/** The types and fields of a group and version of which there is something to say. */
function described(
  reference: Reference,
  { directory, schemas }: GroupVersion,
  say: (schema: Schema) => string | undefined,
): readonly Item[] {
  const items: Item[] = [];
  for (const declaration of schemas)
    eachField(declaration.schema, [], (inner, path) => {
      const about = say(inner);
      if (about === undefined) return;
      items.push({
        text: [declaration.typeName, ...path].join("."),
        to: fieldTarget(reference, { directory, declaration }, path),
        about,
      });
    });
  return items;
}

function eachField(
  schema: Schema,
  path: readonly string[],
  visit: (schema: Schema, path: readonly string[]) => void,
): void {
  visit(schema, path);
  const within = (inner: Schema): void => {
    for (const [name, property] of Object.entries(inner.properties ?? {}))
      eachField(property, [...path, name], visit);
    if (inner.items !== undefined) within(inner.items);
    if (typeof inner.additionalProperties === "object")
      within(inner.additionalProperties);
  };
  within(schema);
}

/** As many pages as the items have room in; each has the titles of its own. */
function listPages(
  address: string,
  title: string,
  about: string,
  sections: readonly Section[],
): readonly ListPage[] {
  const listed = sections.flatMap(({ title: of, items }) =>
    items.map((item) => ({ of, item })),
  );
  return listParts(
    address,
    listed,
    ({ item }) => item.text,
    ({ of, item }) => bytesOf(of) + linkBytes(item) + bytesOf(item.about),
  ).map(({ items, suffix, ...part }) => ({
    kind: "list",
    title: `${title}${suffix}`,
    about,
    ...part,
    sections: [...groupBy(items, ({ of }) => of)].map(([of, all]) => ({
      title: of,
      items: all.map(({ item }) => item),
    })),
  }));
}
