import { openWebSocket } from "./channels.js";
import { readsStderr, Session } from "./container-session.js";
import { Deadline } from "./deadline.js";
import { collectionPath } from "./list.js";
import { pathSegment } from "./path.js";
import { queryOf } from "./query.js";
import { lateMessage } from "./request.js";
import type {
  AttachBehaviour,
  AttachOptions,
  ContainerSession,
  ExecBehaviour,
  ExecOptions,
  ResourceTarget,
  SessionOptions,
} from "./types.js";

/** Those that a session may speak, the best first: https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/4006-transition-spdy-to-websockets */
const protocols: readonly string[] = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/** Runs a program in a container. */
export const execInContainer: ExecBehaviour = async (
  target: ResourceTarget,
  name: string,
  command: readonly string[],
  options: ExecOptions,
): Promise<ContainerSession> => {
  if (!Array.isArray(command) || command.length === 0)
    throw new TypeError(
      '"command" must be a program and its arguments: ["sh", "-c", "ls | wc -l"]',
    );
  return openSession(target, name, "exec", command, options);
};

/** Goes to the program that a container runs already. */
export const attachToContainer: AttachBehaviour = async (
  target: ResourceTarget,
  name: string,
  options: AttachOptions,
): Promise<ContainerSession> =>
  openSession(target, name, "attach", undefined, options);

async function openSession(
  target: ResourceTarget,
  name: string,
  subresource: string,
  command: readonly string[] | undefined,
  options: SessionOptions,
): Promise<ContainerSession> {
  const { container, stdin = false, stdout = true, tty = false } = options;
  const stderr = readsStderr(options);
  if (tty && stderr)
    throw new TypeError(
      'a terminal has one output: "tty" and "stderr" exclude each other',
    );
  if (!stdin && !stdout && !stderr)
    throw new TypeError('one of "stdin", "stdout" and "stderr" is needed');
  const request = {
    method: "GET",
    path: `${collectionPath(target)}/${pathSegment("name", name)}/${subresource}`,
    query: queryOf({ command, container, stdin, stdout, stderr, tty }),
    headers: options.headers,
    timeoutMs: options.timeoutMs,
    accept: "*/*",
    webSocket: protocols,
  };
  const deadline = new Deadline(options, lateMessage(request));
  try {
    const { transport } = target;
    const socket = await openWebSocket(transport, request, deadline.signal);
    return new Session(socket, request, options, deadline);
  } catch (error) {
    deadline.close();
    throw error;
  }
}
