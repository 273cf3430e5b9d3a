/** Names that Windows keeps for devices, whatever stands behind a dot. */
const devices = /^(?:aux|con|nul|prn|com\d|lpt\d)(?:\.|$)/i;

/**
 * The folder of a context's client, as in `arn-aws-eks-eu-west-1-1234-cluster-prod` of `arn:aws:eks:eu-west-1:1234:cluster/prod`.
 *
 * Each character that is no letter, no digit and none of `.`, `_` and `-` becomes a `-`, and so does a dot at the end. A name that begins with
 * something else than a letter, a digit or `_`, and one that Windows keeps for a device, gets a `_` in front. What comes of it is the name of a folder on every
 * system, and stands in an import as it is. Two contexts may come to one folder.
 */
export function contextFolder(context: string): string {
  const name = context.normalize("NFC").replace(/[^\p{L}\p{N}._-]|\.$/gu, "-");
  return /^[\p{L}\p{N}_]/u.test(name) && !devices.test(name)
    ? name
    : `_${name}`;
}

/** What two folders have in common that are one where upper and lower case, or forms of Unicode, are the same. */
export function foldedFolder(folder: string): string {
  return folder.normalize("NFKC").toLowerCase();
}
