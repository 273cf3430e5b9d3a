/** `manifests.ts`, below its imports and the union of known kinds; `reader` is what the runtime's own is called there. */
export const manifestReader = (reader: string): string => `/**
 * Reads the objects of a manifest: every document of a YAML stream or of JSON, lists opened.
 *
 * The result is typed as the kinds that this client knows, so that \`kind\` tells them apart. A manifest may hold others.
 *
 * @throws {ManifestError} names the file, the document and the line
 */
export function parseManifests(
  text: string,
  options: { readonly file?: string } = {},
): KnownObject[] {
  return ${reader}<KnownObject>(text, options);
}
`;
