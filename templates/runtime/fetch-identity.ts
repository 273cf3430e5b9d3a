import { ConfigError } from "./errors.js";
import { impersonationHeaders, type Impersonation } from "./impersonation.js";

/**
 * Refuses an identity to act as that would leave over `fetch` as another one.
 *
 * @param place how messages name where it is from
 * @throws {ConfigError} where it takes two headers of one name
 */
export function checkFetchIdentity(
  place: string,
  impersonation: Impersonation,
): void {
  for (const [name, values] of Object.entries(
    impersonationHeaders(impersonation),
  ))
    if (values.length > 1)
      throw new ConfigError(
        `${place} needs ${values.length} headers "${name}", which fetch would join to one: the server would take it for one value, and so for another identity; connect() of index.js sends each, on Node.js`,
      );
}
