import { once } from "node:events";
import { createServer } from "node:http";
import {
  createServer as createEcho,
  type AddressInfo,
  type Server,
} from "node:net";

import { beforeAll, describe, expect, inject, onTestFinished } from "vitest";

import {
  entries,
  type Platform,
  platforms,
  runOn,
  writePlatformFolder,
} from "./platform-folder.js";
import { hasStreamingKubelet, test } from "./streaming-node.js";

const cluster = inject("cluster");
const { server, certificateAuthority } = cluster;
const { clientCertificate = "", clientKey = "" } = cluster;
const admin = { server, certificateAuthority, clientCertificate, clientKey };

const deno = platforms.filter(({ name }) => name === "Deno");

let folder: string;
beforeAll(async () => {
  folder = await writePlatformFolder();
});

/** A program that listens in every pod, until the test is done; gives its port. */
async function listening(program: Server): Promise<number> {
  program.listen(0, "127.0.0.1");
  await once(program, "listening");
  onTestFinished(() => void program.close());
  return (program.address() as AddressInfo).port;
}

describe
  .runIf(hasStreamingKubelet && cluster.clientCertificate !== undefined)
  .each(deno)("streams in $name", (platform: Platform) => {
  const run = (task: string, input: object): Promise<unknown> =>
    runOn(platform, folder, {
      entry: entries.package,
      task,
      input: {
        options: admin,
        streams: `${entries.package}/streams`,
        ...input,
      },
    });

  test("exec gives a program input, and gets its output and its code", async ({
    namespace,
    node,
  }) => {
    const pod = await node.run();
    const command = ["sh", "-c", "cat; echo err >&2; exit 7"];
    const text = "x".repeat(100_000);
    const input = { namespace, pod, command, text };
    expect(await run("session", input)).toEqual({
      stdout: text,
      stderr: "err\n",
      code: 7,
    });
  });

  test("attach talks to the program that runs", async ({ namespace, node }) => {
    const pod = await node.run();
    const text = "hello\n";
    expect(await run("attach", { namespace, pod, text })).toEqual({
      stdout: "attached\nhello\n",
    });
  });

  test("port-forward carries megabytes both ways", async ({
    namespace,
    node,
  }) => {
    const port = await listening(createEcho((socket) => socket.pipe(socket)));
    const pod = await node.run();
    const length = 2_000_000;
    expect(await run("forward", { namespace, pod, port, length })).toEqual({
      received: length,
      isSame: true,
    });
  });

  test("a local port leads to one of a pod", async ({ namespace, node }) => {
    const port = await listening(
      createServer((_request, response) => response.end("from a pod")),
    );
    const pod = await node.run();
    expect(await run("local", { namespace, pod, port })).toEqual({
      answers: Array.from({ length: 5 }, () => "from a pod"),
      errors: [],
    });
  });

  test("a pod that is not there is told by the server's words", async ({
    namespace,
  }) => {
    const { messages } = (await run("noPod", { namespace })) as {
      messages: string[];
    };
    expect(messages).toEqual(
      [1, 2, 3].map(
        () => expect.stringContaining('pods "none" not found') as unknown,
      ),
    );
  });
});
