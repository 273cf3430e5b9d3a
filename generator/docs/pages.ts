import { frontPage } from "./front-page.js";
import { groupVersionPage } from "./group-version-page.js";
import { deprecatedPage, stabilityPage } from "./list-pages.js";
import type { Page } from "./page-model.js";
import type { Reference } from "./reference.js";
import { resourcePage } from "./resource-page.js";
import { typePages } from "./type-page.js";
import { upgradePages } from "./upgrade-page.js";

/** Every page of a reference, one after the other: each is made when it is asked for, as all at once would take much memory. */
export function* pagesOf(reference: Reference): Generator<Page> {
  yield frontPage(reference);
  if (reference.since !== undefined)
    yield* upgradePages(reference, reference.since);
  yield deprecatedPage(reference);
  yield stabilityPage(reference);
  for (const groupVersion of reference.model.groupVersions) {
    yield groupVersionPage(reference, groupVersion);
    for (const resource of groupVersion.resources)
      yield resourcePage(reference, groupVersion, resource);
    for (const declaration of groupVersion.schemas)
      yield* typePages(reference, groupVersion, declaration);
  }
}
