import { pathWithQuery } from "./path.js";
import { tunnelled, type Route } from "./route.js";
import type { TlsMaterial, TlsVerification } from "./tls.js";
import type { TransportRequest, TransportResponse } from "./types.js";
import { connector } from "./undici-connector.js";

/** What a WebSocket is opened with. */
export interface UpgradeSettings {
  readonly material: TlsMaterial;
  readonly verification: TlsVerification;
  readonly userAgent: string;
  /** Says in words what an error means. */
  readonly explain: (error: unknown) => unknown;
}

/** Asks for a WebSocket, on a connection of its own that is made as those of the pool are. */
export async function upgrade(
  request: TransportRequest,
  way: Route,
  { material, verification, userAgent, explain }: UpgradeSettings,
): Promise<TransportResponse> {
  const { openWebSocket } = await import("./web-socket.js");
  // A proxy that is given requests themselves would be given none that it could hand on: it is asked for a connection.
  const route = tunnelled(way);
  return openWebSocket(
    {
      ...request,
      path: route.prefix + pathWithQuery(request),
      headers: { "user-agent": userAgent, ...request.headers },
    },
    {
      origin: route.origin,
      connect: connector(route, material, verification),
      explain,
    },
  );
}
