/**
 * A shell in a pod, or another program: in a terminal where standard input is one, and otherwise with what is piped in. It exits
 * with the code of the program.
 *
 *     node pod-shell.js web-0 --container main
 *     echo "ls /" | node pod-shell.js web-0 -- sh -e
 */
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { connect, type ContainerSession } from "kubewright/client";
import { toNodeReadable, toNodeWritable } from "kubewright/client/streams";

const { stdin, stdout, stderr } = process;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    container: { type: "string", short: "c" },
    namespace: { type: "string", short: "n" },
  },
});
const [pod, ...command] = positionals;
if (pod === undefined) {
  stderr.write("usage: pod-shell POD [-c CONTAINER] [-n NAMESPACE] [-- …]\n");
  process.exit(2);
}

const k8s = await connect();
try {
  const { container, namespace = k8s.namespace } = values;
  const session = await k8s.core.v1
    .pods(namespace)
    .exec(pod, command.length > 0 ? command : ["sh"], {
      container,
      stdin: true,
      tty: stdin.isTTY,
    });
  process.exitCode = await run(session);
} catch (error) {
  stderr.write(`failed: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  // It may have more, which nobody reads any longer.
  stdin.destroy();
  await k8s.close();
}

/** Ties a program to this process; gives the code that it ends with. */
async function run(session: ContainerSession): Promise<number> {
  const resize = (): void => {
    const { columns, rows } = stdout;
    // A session that has ended needs no size, and its end is told below.
    if (stdin.isTTY && columns > 0 && rows > 0)
      session.resize({ columns, rows }).catch(() => undefined);
  };
  // Each key goes to the pod as it is pressed, Ctrl-C too; the terminal there echoes it.
  if (stdin.isTTY) stdin.setRawMode(true);
  stdout.on("resize", resize);
  resize();
  try {
    const input = pipeline(stdin, toNodeWritable(session.stdin));
    const [{ code }] = await Promise.all([
      // A program may end before its input does; input that fails ends the session.
      Promise.race([session.exit, input.then(() => session.exit)]),
      pipeline(toNodeReadable(session.stdout), stdout, { end: false }),
      pipeline(toNodeReadable(session.stderr), stderr, { end: false }),
    ]);
    return code;
  } finally {
    session.close();
    if (stdin.isTTY) stdin.setRawMode(false);
  }
}
