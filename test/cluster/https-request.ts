import { request as open } from "node:https";

/** Whom a request is from, and by whose word the server is trusted. All PEM text. */
export interface Identity {
  readonly certificateAuthority: string;
  readonly token?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends one request over a connection of its own, by Node's own client:
 * what sets up and judges the product's transport must not be that transport.
 */
export function send(
  server: string,
  path: string,
  identity: Identity,
  { method = "GET", body }: { method?: string; body?: unknown } = {},
): Promise<Answer> {
  const { certificateAuthority, token, clientCertificate, clientKey } =
    identity;
  return new Promise((resolve, reject) => {
    const request = open(server.replace(/\/$/, "") + path, {
      method,
      agent: false,
      ca: certificateAuthority,
      cert: clientCertificate,
      key: clientKey,
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, body: text }),
      );
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
