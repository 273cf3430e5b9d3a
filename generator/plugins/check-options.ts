import { failure } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import { parsePackageName } from "../form/package-file.js";
import type { PluginOptions } from "./options.js";

/**
 * Proves that options are some: configurations of bundlers are often JavaScript, which no compiler has read.
 *
 * @throws {GenerationFailed} `bad-plugin-options`
 */
export function checkOptions(options: PluginOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) throw unknownOption(name);
    const kind = kinds[name as keyof PluginOptions];
    if (value !== undefined && !kind.takes(value))
      throw bad(`"${name}" is ${shown(value)}`, `it takes ${kind.text}`);
  }
  checkForm(options);
}

/** What an option takes. */
interface Kind {
  readonly text: string;
  readonly takes: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean =>
  typeof value === "string" && value.trim() !== "";
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isText);

const text: Kind = { text: "a string", takes: isText };
const texts: Kind = { text: "an array of strings", takes: isTexts };
const flag: Kind = {
  text: "true or false",
  takes: (value) => typeof value === "boolean",
};
const oneOf = (...values: readonly unknown[]): Kind => ({
  text: values.map((value) => JSON.stringify(value)).join(", "),
  takes: (value) => values.includes(value),
});

const kinds: Readonly<Record<keyof PluginOptions, Kind>> = {
  build: oneOf("check", "generate", false),
  from: {
    text: "a string or an array of strings",
    takes: (value) => isText(value) || isTexts(value),
  },
  out: text,
  include: texts,
  exclude: texts,
  emit: oneOf("js", "openapi", "ts"),
  importExtension: oneOf("js", "ts", "none"),
  package: {
    text: "the name of a package, in lower case, with a version behind @ if need be",
    takes: (value) =>
      typeof value === "string" && parsePackageName(value) !== undefined,
  },
  strict: flag,
  kubeconfig: text,
  context: text,
  token: text,
  tokenFile: text,
  certificateAuthority: text,
  clientCertificate: text,
  clientKey: text,
  insecureSkipTlsVerify: flag,
  tlsServerName: text,
  as: text,
  asGroup: texts,
  asUid: text,
};

/** JavaScript is imported by the names that its files have. */
function checkForm(options: PluginOptions): void {
  const { emit, importExtension = "js", package: named } = options;
  if ((emit === "js" || named !== undefined) && importExtension !== "js")
    throw bad(
      `"importExtension" is "${importExtension}", and the client is JavaScript, whose files import each other as .js`,
      'leave "importExtension" out',
    );
  if (emit === "ts" && named !== undefined)
    throw bad(
      '"package" makes JavaScript, and "emit" is "ts"',
      'leave "emit" out',
    );
  if (emit === "openapi" && named !== undefined)
    throw bad(
      '"package" makes a package of a client, and "emit" is "openapi"',
      "leave one of them out",
    );
}

function unknownOption(name: string): Error {
  const names = Object.keys(kinds);
  const [near] = nearNames(name, names);
  return bad(
    `there is no option "${name}"`,
    near === undefined
      ? `the options are ${names.join(", ")}`
      : `did you mean "${near}"?`,
  );
}

function bad(message: string, hint: string): Error {
  return failure({ code: "bad-plugin-options", message, hint });
}

/** A value as it was written. What is too long may be a secret that stands in the wrong place. */
function shown(value: unknown): string {
  const written = JSON.stringify(value) as string | undefined;
  return written === undefined || written.length > 40
    ? `a value of another kind (${typeof value})`
    : written;
}
