import { Diagnostics } from "../../generator/diagnostics.js";
import type { Documented } from "../../generator/docs/reference.js";
import { withFixups } from "../../generator/document/fixups/index.js";
import type { Selection } from "../../generator/discovery/select.js";
import { loadDocuments } from "../../generator/document/load.js";
import { buildModel } from "../../generator/model/build.js";
import { openSource, type SourceOptions } from "../../generator/source/open.js";

/** What a site of a source is made from. */
export async function documentedFrom(
  from: string,
  selection: Selection = {},
  options: SourceOptions = {},
): Promise<Documented> {
  const diagnostics = new Diagnostics();
  const source = await openSource([from], options, diagnostics);
  try {
    const published = await loadDocuments(source, selection, diagnostics);
    const documents = withFixups(published);
    return {
      model: buildModel(documents, diagnostics),
      documents,
      server: (await source.version())?.gitVersion,
      discovery: await source.discovery(),
    };
  } finally {
    await source.close();
  }
}
