import {
  streamingPods,
  type Opened,
  type StreamServerOptions,
} from "./stream-servers.js";

const prefix = Uint8Array.of(0x90, 0x1f); // 8080

/** Begins as kubelets do, with the port in front of each channel, and the first bytes in one message with it. */
export function begin({ send }: Opened): void {
  send(0, Buffer.concat([prefix, Buffer.from("hi ")]));
  send(1, prefix.subarray(0, 1));
  send(1, prefix.subarray(1));
}

/** A server that writes back what it gets on a port. */
export const echo: StreamServerOptions = {
  open(opened) {
    begin(opened);
    opened.socket.on("message", (data: Buffer) =>
      opened.send(0, data.subarray(1)),
    );
  },
};

/** The way to ports of a pod, behind such a server. */
export async function forward(options: StreamServerOptions, ports = [8080]) {
  const { server, pods } = await streamingPods(options);
  return { server, way: pods.portForward("web-0", ports) };
}
