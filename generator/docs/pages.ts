import { frontPages } from "./front-page.js";
import { groupVersionPages } from "./group-version-page.js";
import { deprecatedPages, stabilityPages } from "./list-pages.js";
import type { Page } from "./page-model.js";
import { kindsPages } from "./pictures/kinds-page.js";
import { sizesPages } from "./pictures/sizes-page.js";
import type { Reference } from "./reference.js";
import { resourcePages } from "./resource-page.js";
import { typePages } from "./type-page.js";
import { upgradePages } from "./upgrade-page.js";

/** Every page of a reference, one after the other: each is made when it is asked for, as all at once would take much memory. */
export function* pagesOf(reference: Reference): Generator<Page> {
  yield* frontPages(reference);
  if (reference.since !== undefined)
    yield* upgradePages(reference, reference.since);
  yield* kindsPages(reference);
  yield* sizesPages(reference);
  yield* deprecatedPages(reference);
  yield* stabilityPages(reference);
  for (const groupVersion of reference.model.groupVersions) {
    yield* groupVersionPages(reference, groupVersion);
    for (const resource of groupVersion.resources)
      yield* resourcePages(reference, groupVersion, resource);
    for (const declaration of groupVersion.schemas)
      yield* typePages(reference, groupVersion, declaration);
  }
}
