/**
 * Writes the logs of all pods with certain labels, each line behind the names of its pod and container.
 *
 *     node log-tail.js app=web --since 10m --follow
 */
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { connect } from "kubewright/client";
import { podLogs, type PodLogLine } from "kubewright/client/streams";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    since: { type: "string" },
    follow: { type: "boolean", short: "f", default: false },
    namespace: { type: "string", short: "n" },
  },
});
const [labelSelector] = positionals;
const sinceSeconds = secondsOf(values.since);
if (labelSelector === undefined || Number.isNaN(sinceSeconds)) {
  say(
    "usage: log-tail SELECTOR [--since 30s|10m|2h] [--follow] [--namespace NAMESPACE]",
  );
  process.exit(2);
}

/** Ctrl-C. A second one finds no listener, and ends the process at once. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => stop.abort());

const k8s = await connect();
try {
  const { follow, namespace = k8s.namespace } = values;
  const lines = podLogs(
    k8s.core.v1.pods(namespace),
    { labelSelector },
    { follow, sinceSeconds, signal: stop.signal },
  );
  await pipeline(lines, named, process.stdout, { end: false });
} catch (error) {
  // `log-tail … | head` has what it wanted.
  const isRead = (error as NodeJS.ErrnoException).code === "EPIPE";
  if (!stop.signal.aborted && !isRead) {
    say(`failed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} finally {
  await k8s.close();
}

async function* named(
  lines: AsyncIterable<PodLogLine>,
): AsyncGenerator<string> {
  for await (const { pod, container, line } of lines)
    yield `${pod} ${container}: ${line}\n`;
}

/** The seconds of `10m`; NaN where it is no such thing. */
function secondsOf(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const [, count, unit] = /^([1-9]\d*)([smh])$/.exec(duration) ?? [];
  return Number(count) * { s: 1, m: 60, h: 3600 }[(unit ?? "s") as "s"];
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
