#!/usr/bin/env node
import { isTooOld, oldestNode } from "../templates/runtime/node-version.js";

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    // Whoever asks twice does not want to wait for an answer of a server.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort(new Error(name));
  });
}
// A reader that has seen enough, as in `kubewright resources | head`, is no problem.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(
    `standard output cannot be written (${error.code ?? error.message})\n`,
  );
  process.exitCode = 1;
});

if (isTooOld(process.versions.node)) {
  process.stderr.write(
    `error: Node.js ${process.versions.node} is too old: kubewright needs ${oldestNode} or later\n`,
  );
  process.exitCode = 1;
} else {
  // Loaded only here: what it needs does not load on what is too old.
  const { run } = await import("./cli/run.js");
  const code = await run(
    process.argv.slice(2),
    {
      // Looking at it opens it.
      get stdin() {
        return process.stdin;
      },
      stdout: process.stdout,
      stderr: process.stderr,
      environment: process.env,
    },
    interruption.signal,
  );
  process.exitCode ||= code;
}
