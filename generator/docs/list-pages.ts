import type { Schema } from "../document/openapi.js";
import { deprecationOf } from "../emit/docs.js";
import type { GroupVersion } from "../model/model.js";
import { fixedPages } from "./addresses.js";
import { cut } from "./field-facts.js";
import { firstSentence } from "./group-version-page.js";
import type { ListPage } from "./page-model.js";
import { fieldTarget } from "./paging.js";
import type { Reference } from "./reference.js";
import { groupVersionName, stabilityIn, stabilityOf } from "./words.js";

type Section = ListPage["sections"][number];
type Item = Section["items"][number];

/** Everything whose description calls it deprecated, by group and version. */
export function deprecatedPage(reference: Reference): ListPage {
  return {
    kind: "list",
    address: fixedPages.deprecated,
    title: "Deprecated",
    about:
      "What is still served, and should not be used in what is new: types and fields whose descriptions say so.",
    sections: limited(
      reference.model.groupVersions.map((groupVersion) => ({
        title: groupVersionName(groupVersion) || groupVersion.directory,
        items: described(reference, groupVersion, (schema) => {
          const notice = deprecationOf(schema);
          return notice === "" ? undefined : cut(notice.slice(12), 200);
        }),
      })),
    ),
  };
}

/** What is alpha or beta: whole versions, and fields of others that say so of themselves. */
export function stabilityPage(reference: Reference): ListPage {
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
        about: groupVersion.resources.map(({ kind }) => kind).join(", "),
      }));
  return {
    kind: "list",
    address: fixedPages.stability,
    title: "Alpha and beta",
    about:
      "What may still change. Alpha can be dropped without notice, and is off unless a server turns it on; beta is dropped after a time of deprecation.",
    sections: limited([
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
    ]),
  };
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

/** As many items as a page has room for; sections without any are left out. */
function limited(
  sections: readonly {
    readonly title: string;
    readonly items: readonly Item[];
  }[],
): readonly Section[] {
  let room = mostItems;
  return sections
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => {
      const shown = items.slice(0, room);
      room -= shown.length;
      return { title, items: shown, more: items.length - shown.length };
    });
}

const mostItems = 600;
