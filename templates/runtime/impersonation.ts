import { ConfigError } from "./errors.js";
import { isHeaderValue } from "./header-value.js";
import type { Transport, TransportRequest } from "./types.js";

/** Another identity to act as, which the credentials' own identity must be allowed to impersonate. */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly extra?: { readonly [key: string]: readonly string[] } | undefined;
}

const fieldNames: { readonly [name in keyof Impersonation]-?: true } = {
  user: true,
  uid: true,
  groups: true,
  extra: true,
};

/**
 * Checks an identity to act as.
 *
 * @param place how messages name where it is from
 * @throws {ConfigError} where there is no user in it, or a part of it would get lost: that would be another identity
 */
export function checkImpersonation(place: string, value: Impersonation): void {
  const bad = (what: string): ConfigError =>
    new ConfigError(`${place} ${what}`);
  if (typeof value !== "object" || value === null)
    throw bad('is not an identity such as { user: "jane", groups: ["dev"] }');
  const { user, uid, groups = [], extra = {} } = value;
  for (const name of Object.keys(value))
    if (!(name in fieldNames))
      throw bad(
        `has a "${name}"; there are ${Object.keys(fieldNames).join(", ")}`,
      );
  if (typeof user !== "string" || user === "")
    throw bad(
      "names no user: a uid, groups and extra can be impersonated with a user only",
    );
  if (!isTexts(groups)) throw bad('has "groups" that are no array of strings');
  if (uid !== undefined && typeof uid !== "string")
    throw bad('has a "uid" that is not a string');
  if (typeof extra !== "object" || extra === null)
    throw bad('has an "extra" that is no record of arrays of strings');
  for (const [key, values] of Object.entries(extra))
    if (key === "" || !isTexts(values))
      throw bad(`has an "extra" in which "${key}" is no array of strings`);
  const unsendable = unsendableField(value);
  if (unsendable !== undefined)
    throw bad(
      `has a control character in "${unsendable}", which no header can hold`,
    );
}

/** The first field of an identity with a text in it that no header can hold. */
export function unsendableField({
  user,
  uid = "",
  groups = [],
  extra = {},
}: Impersonation): keyof Impersonation | undefined {
  const texts: readonly (readonly [keyof Impersonation, readonly string[]])[] =
    [
      ["user", [user]],
      ["uid", [uid]],
      ["groups", groups],
      ["extra", Object.values(extra).flat()],
    ];
  return texts.find(
    ([, values]) => !values.every((text) => isHeaderValue(asBytes(text))),
  )?.[0];
}

function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.every((text) => typeof text === "string")
  );
}

/**
 * A transport that acts as somebody else. A request that has `Impersonate-…` headers of its own names a whole identity by them,
 * and gets none of these.
 */
export function withImpersonation(
  transport: Transport,
  impersonation: Impersonation,
): Transport {
  const headers = impersonationHeaders(impersonation);
  return {
    request: (request) =>
      transport.request(
        isImpersonated(request)
          ? request
          : { ...request, headers: { ...request.headers, ...headers } },
      ),
    close: () => transport.close(),
    closeSignal: transport.closeSignal,
  };
}

function isImpersonated({ headers = {} }: TransportRequest): boolean {
  return Object.keys(headers).some((name) => name.startsWith("impersonate-"));
}

/**
 * The headers, by their names in lower case; several values are sent as so many headers:
 * https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 */
export function impersonationHeaders({
  user,
  uid,
  groups = [],
  extra = {},
}: Impersonation): { readonly [name: string]: readonly string[] } {
  const headers: { [name: string]: string[] } = {
    "impersonate-user": [asBytes(user)],
  };
  if (uid) headers["impersonate-uid"] = [asBytes(uid)];
  if (groups.length > 0) headers["impersonate-group"] = groups.map(asBytes);
  for (const [key, values] of Object.entries(extra)) {
    if (values.length === 0) continue;
    const name = `impersonate-extra-${escapeKey(key).toLowerCase()}`;
    headers[name] = [...(headers[name] ?? []), ...values.map(asBytes)];
  }
  return headers;
}

// What a header's name may hold, and not `%`, by which the server finds what is escaped:
// https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go (headerKeyEscape)
function escapeKey(key: string): string {
  return asBytes(key).replace(
    /[^!#$&'*+\-.0-9A-Z^_`a-z|~]/g,
    (byte) =>
      `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** A text in UTF-8, as HTTP clients take it: a character for each byte. */
function asBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) =>
    String.fromCharCode(byte),
  ).join("");
}
