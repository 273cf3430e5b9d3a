/**
 * A text with its control characters written out, as client-go writes them: `U+001B`. Tabs and line breaks stay. What a
 * kubeconfig or a program says must not steer the terminal that it is shown on.
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go
 */
export function visible(text: string): string {
  return text.replace(
    /[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\t-\r]/gu,
    (character) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

const shownLines = 5;
const shownCharacters = 600;

/**
 * The last lines that a program wrote, on one line, for a message: without the secrets given, and without what looks like a
 * credential.
 */
export function lastWords(text: string, secrets: readonly string[]): string {
  const words = visible(withoutCredentials(text, secrets))
    .split(/[\r\n\v\f]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-shownLines)
    .join(" | ");
  return words.length > shownCharacters
    ? `…${words.slice(-shownCharacters)}`
    : words;
}

const redacted = "[redacted]";
// A shorter one would take ordinary words out of the text; it is no secret that keeps anything.
const shortestSecret = 8;

function withoutCredentials(text: string, secrets: readonly string[]): string {
  let rest = text;
  for (const secret of secrets)
    if (secret.length >= shortestSecret)
      rest = rest.replaceAll(secret, redacted);
  return (
    rest
      .replace(
        /-----BEGIN [^-]*-----[\s\S]*?(-----END [^-]*-----|$)/g,
        redacted,
      )
      .replace(/\b(Bearer|Basic)\s+\S+/gi, `$1 ${redacted}`)
      .replace(namedValue, (pair, name: string, value: string) =>
        isNamedSecret(name, value)
          ? pair.slice(0, name.length) + redacted
          : pair,
      )
      // JSON Web Tokens, and those of AWS and of the like with a version in front.
      .replace(/\b(eyJ[\w-]+|k8s-aws-v1)(\.[\w-]+)+/g, redacted)
      .replace(/[\w+=~-]{32,}/g, (run) => (isOpaque(run) ? redacted : run))
  );
}

// `access_token=…`, `"password": "…"`
const namedValue =
  /((?:token|password|passwd|secret|api[_-]?key|private[_-]?key)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi;

/** Whether what follows such a name is one: behind a colon there may be words, as in `cannot fetch token: 400 Bad Request`. */
function isNamedSecret(name: string, value: string): boolean {
  return (
    /^pass|["'=]/i.test(name) ||
    /^["']/.test(value) ||
    (value.length >= shortestSecret && isMixed(value))
  );
}

/** Whether a long run without a break is noise: letters and digits, and no UUID, which is how requests are named. */
function isOpaque(run: string): boolean {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(run)) return false;
  return isMixed(run);
}

function isMixed(text: string): boolean {
  return /\d/.test(text) && /[a-z]/i.test(text);
}
