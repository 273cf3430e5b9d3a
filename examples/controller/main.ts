/**
 * The program: of all its replicas one leads, and runs the controller. It ends in order at SIGINT and SIGTERM, and with 1 where
 * it has lost the leadership: whoever started it starts it again.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import { SiteController } from "./controller.js";
import { registry } from "./registry.js";
import { connect, kubernetes, leaderElection } from "./k8s/index.js";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => stop.abort());

const k8s = await connect();
const election = leaderElection({
  leases: k8s.coordination.v1.leases(k8s.namespace),
  name: "site-controller",
  identity: `${hostname()}-${randomUUID()}`,
  onNewLeader: (leader) => process.stdout.write(`${leader} leads\n`),
});
// What the controller asks of the API server goes this way: nothing is sent but by the leader.
const leading = kubernetes(election.guard(k8s.transport));
const domains = registry(process.env["REGISTRY_URL"] ?? "");
try {
  await election.run(
    (signal) => new SiteController(leading, domains, signal).run(),
    { signal: stop.signal },
  );
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  await k8s.close();
}
