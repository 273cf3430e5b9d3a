/**
 * How much of anything is taken from a server or a file. Who can create a CRD can make documents as large and as odd as etcd lets them;
 * each of these ends in an error that names the document, where a run without end or without memory would not.
 *
 * docs/cli.md lists them.
 */

/** Of one document as JSON, in bytes. etcd takes 1.5 MiB of a CRD; the largest document of a server with 642 CRDs has 4 MiB. */
export const maximumDocumentBytes: number = 128 * 1024 * 1024;

/** Of one document as YAML, in bytes: to read it takes a hundred times as long as JSON, and people write it, not servers. */
export const maximumYamlBytes: number = 16 * 1024 * 1024;

/** Of a capture in one file, unpacked, in bytes: JavaScript has no strings beyond 512 MiB. */
export const maximumCaptureBytes = 500_000_000;

/** Of all documents of a run, in bytes. */
export const maximumTotalBytes: number = 1024 * 1024 * 1024;

/** A server has one or two for each of its groups. */
export const maximumDocuments = 10_000;

/** How long one answer may take from its first byte to its last, in milliseconds, however slowly it trickles. */
export const maximumAnswerMs = 300_000;

/** How deep schemas, and the values in a document, may be nested: no server takes deeper schemas, and later stages go down by recursion. */
export const maximumDepth = 200;

/** Of lists and mappings in YAML, whose reader goes down by recursion. A schema as YAML takes two levels. */
export const maximumYamlDepth = 500;

/** How often aliases in YAML may unfold: a few lines of them can stand for more than there is memory. */
export const maximumAliases = 100;

/** Of a path and of the name of a schema, a kind, a group or a version, in characters: a group may have 253, and is in all of them. */
export const maximumNameLength = 1024;

/** How many problems of one document are told; who has so many wants none of the others. */
export const maximumProblems = 100;
