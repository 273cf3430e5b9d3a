import { inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { ConnectOptions } from "../../output/runtime/connect.js";
import type { Clock } from "../../templates/runtime/clock.js";
import { pause } from "../../templates/runtime/deadline.js";
import type { ClientModule } from "./generated-client.js";
import { startProxy, type TcpProxy } from "./tcp-proxy.js";
import type { TestCluster } from "./test-cluster.js";

/** A client whose connections a test can break. */
export interface FaultyPath {
  readonly client: Kubernetes;
  readonly proxy: TcpProxy;
}

/** Opens a client that ends with the test, through a proxy of its own. */
export async function openFaultyPath(
  live: ClientModule,
  cluster: TestCluster = inject("cluster"),
  options: ConnectOptions = { token: cluster.adminToken },
): Promise<FaultyPath> {
  const { server, certificateAuthority } = cluster;
  const proxy = await startProxy(server);
  const client = await live.connect({
    server: `https://127.0.0.1:${proxy.port}`,
    tlsServerName: new URL(server).hostname,
    certificateAuthority,
    ...options,
  });
  onTestFinished(async () => {
    await proxy.stop();
    await client.close();
  });
  return { client, proxy };
}

/**
 * A clock on which no pause is longer than is said: the waits are not what is tested.
 *
 * @param asked gets how long each pause would have been
 */
export function hurriedClock(pauseMs: number, asked: number[] = []): Clock {
  return {
    now: () => performance.now(),
    sleep: (ms, signal) => {
      asked.push(ms);
      return pause(Math.min(ms, pauseMs), signal);
    },
  };
}
