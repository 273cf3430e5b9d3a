import { withCredentials, type Credentials } from "./credentials.js";
import { withImpersonation, type Impersonation } from "./impersonation.js";
import { withObserver, type RequestObserver } from "./request-observer.js";
import { withWarnings, type WarningHandler } from "./server-warnings.js";
import type { Transport } from "./types.js";

/** What a connection has around its transport, whichever that is. */
export interface Layers {
  readonly credentials: Credentials;
  readonly impersonation: Impersonation | undefined;
  readonly onRequest: RequestObserver | undefined;
  readonly onWarning: WarningHandler | undefined;
}

/** From the inside out: what is observed is what goes out, and what is renewed goes out again. */
export function layered(
  innermost: Transport,
  { credentials, impersonation, onRequest, onWarning }: Layers,
): Transport {
  let transport = innermost;
  if (onRequest !== undefined) transport = withObserver(transport, onRequest);
  transport = withCredentials(transport, credentials);
  if (impersonation !== undefined)
    transport = withImpersonation(transport, impersonation);
  return withWarnings(transport, onWarning);
}
