import type { Opened } from "./stream-servers.js";

/** What a promise rejects with. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (error: unknown) => error,
  );

/** A server whose programs write back what they read, until that ends. */
export const echo = (opened: Opened): void => {
  opened.socket.on("message", (data: Buffer) => {
    if (data[0] === 0) opened.send(1, data.subarray(1));
    if (data[0] === 255 && data[1] === 0) opened.exit(0);
  });
};
