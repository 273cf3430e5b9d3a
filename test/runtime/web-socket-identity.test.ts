import { writeFileSync } from "node:fs";
import type { TLSSocket } from "node:tls";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { makeAuthority } from "./certificates.js";
import { base64, kubeconfig, open } from "./connections.js";
import { credentialAnswer, testPlugin } from "./exec-plugins.js";
import { temporaryFolder, until } from "./servers.js";
import {
  podsOn,
  refuseWith,
  startStreamServer,
  type StreamServerOptions,
} from "./stream-servers.js";

const answer: StreamServerOptions = {
  open(opened) {
    opened.send(1, "hello");
    opened.exit(0);
  },
};

describe("a WebSocket's identity", () => {
  it("C11: is checked with the certificate authority that its file has now", async () => {
    const [before, after] = [makeAuthority("before"), makeAuthority("after")];
    const file = join(temporaryFolder(), "ca.crt");
    writeFileSync(file, before.certificate);
    const tlsOf = ({ server }: typeof before) => ({
      cert: server.certificate,
      key: server.key,
    });
    const first = await startStreamServer({ ...answer, tls: tlsOf(before) });
    const { transport } = await open({
      server: first.url,
      certificateAuthority: file,
    });
    const pods = podsOn(transport);
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
    await first.stop();
    const port = Number(new URL(first.url).port);
    await startStreamServer({ ...answer, tls: tlsOf(after), port });
    await expect(pods.exec("web-0", ["ls"])).rejects.toThrow(
      /not signed by an authority/,
    );
    writeFileSync(file, after.certificate);
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
  });

  it("C11: is the client certificate that its files have now", async () => {
    let now = 1_000_000;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    onTestFinished(() => void vi.restoreAllMocks());
    const authority = makeAuthority("a");
    const folder = temporaryFolder();
    const files = [join(folder, "x.crt"), join(folder, "x.key")] as const;
    const write = (user: string): void => {
      const { certificate, key } = authority.client(user);
      writeFileSync(files[0], certificate);
      writeFileSync(files[1], key);
    };
    write("one");
    const { certificate: cert, key } = authority.server;
    const server = await startStreamServer({
      open({ request, send, exit }) {
        const peer = (request.socket as TLSSocket).getPeerCertificate();
        send(1, String(peer.subject?.CN));
        exit(0);
      },
      tls: { cert, key, ca: authority.certificate, requestCert: true },
    });
    const { transport } = await open({
      server: server.url,
      certificateAuthority: authority.certificate,
      clientCertificate: files[0],
      clientKey: files[1],
    });
    const pods = podsOn(transport);
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("one");
    write("two");
    now += 60_000;
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("two");
  });

  it("E14: is a plugin's token, got anew once where it is refused", async () => {
    const program = testPlugin();
    program.answer(credentialAnswer({ token: "one" }));
    let accepted = "one";
    const authority = makeAuthority("a");
    const { certificate: cert, key } = authority.server;
    const server = await startStreamServer({
      ...answer,
      tls: { cert, key },
      refuse: ({ headers }, socket) =>
        headers.authorization !== `Bearer ${accepted}` &&
        refuseWith(socket, 401, "Unauthorized", "Unauthorized"),
    });
    const { command, args, apiVersion } = program.plugin;
    const { transport } = await open({
      kubeconfig: kubeconfig(
        {
          server: server.url,
          "certificate-authority-data": base64(authority.certificate),
        },
        { exec: { command, args, apiVersion, interactiveMode: "Never" } },
      ),
    });
    const pods = podsOn(transport);
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
    accepted = "two";
    program.answer(credentialAnswer({ token: "two" }));
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
    expect(program.runs()).toHaveLength(2);
    accepted = "three";
    await expect(pods.exec("web-0", ["ls"])).rejects.toMatchObject({
      status: 401,
    });
    expect(server.asked).toHaveLength(4);
    await until(() => server.open() === 0);
  });
});
