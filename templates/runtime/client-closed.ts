import { ConnectionError } from "./errors.js";

// undici's own word for it.
const closedCode = "UND_ERR_CLOSED";

/** What ends with a client that is closed is ended by this, and what is asked of it afterwards. */
export function clientClosed(): ConnectionError {
  const facts = { code: closedCode, sent: false };
  return new ConnectionError("the client is closed", facts);
}

/** Whether an error says that the client is closed: to try again is in vain. */
export function isClientClosed(error: unknown): boolean {
  return error instanceof ConnectionError && error.code === closedCode;
}
