import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";

import { inject } from "vitest";

import type { ApiService } from "./aggregated-api.js";
import { serviceCertificate } from "./aggregated-api.js";
import { machinesGroup, machinesSwagger } from "./machines-swagger.js";

/** An API server of a group of machines that publishes `/openapi/v2` alone, as those before Kubernetes 1.24 do. */
export interface OldApiServer {
  readonly service: ApiService;
  /** Who has sent what, by the API server's word: `admin PUT /start {"paused":true}`. */
  readonly actions: readonly string[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Starts one on 127.0.0.1. It speaks to nobody but the API server, which shows the certificate of its front proxy. */
export async function startOldApiServer(
  namespace: string,
  folder: string,
): Promise<OldApiServer> {
  const own = { namespace, name: "machines" };
  const files = await serviceCertificate(own, folder);
  const frontProxy = `${dirname(inject("cluster").kubeconfig)}/front-proxy-ca.crt`;
  const actions: string[] = [];
  const machines = new Map<string, object>();
  const server = createServer(
    {
      cert: await readFile(files.certificate),
      key: await readFile(files.key),
      ca: await readFile(frontProxy),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      void readJson(request).then((body) => {
        const answer = answerOf(request, body, machines, actions);
        const isText = typeof answer.body === "string";
        response.writeHead(answer.status, {
          "content-type": isText ? "text/plain" : "application/json",
        });
        response.end(isText ? answer.body : JSON.stringify(answer.body));
      });
    },
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    service: { ...own, port },
    actions,
    async stop() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const root = `/apis/${machinesGroup}/v1`;
const groupVersion = `${machinesGroup}/v1`;

function answerOf(
  request: IncomingMessage,
  body: unknown,
  machines: Map<string, object>,
  actions: string[],
): Answer {
  const { method = "", url = "" } = request;
  const path = url.split("?")[0] ?? "";
  if (path === "/openapi/v2") return { status: 200, body: machinesSwagger };
  if (path === root) return { status: 200, body: resourceList };
  const below = /^\/namespaces\/[^/]+\/machines(?:\/([^/]+))?(\/.*)?$/;
  const [, name, action] = path.startsWith(root)
    ? (below.exec(path.slice(root.length)) ?? [])
    : [];
  if (name === undefined) return collection(method, path, body, machines);
  const machine = machines.get(name);
  if (machine === undefined) return failure(404, "NotFound");
  if (action === undefined) {
    if (method === "DELETE") machines.delete(name);
    return { status: 200, body: machine };
  }
  const user = String(request.headers["x-remote-user"]);
  const text = body === undefined ? "" : ` ${JSON.stringify(body)}`;
  actions.push(`${user} ${method} ${action}${text}`);
  if (action === "/start" && method === "PUT")
    return { status: 202, body: "starting" };
  if (action.startsWith("/console")) return { status: 200, body: "login:" };
  return action === "/reset"
    ? { status: 409, body: "it does not run" }
    : failure(405, "MethodNotAllowed");
}

function collection(
  method: string,
  path: string,
  body: unknown,
  machines: Map<string, object>,
): Answer {
  if (!path.endsWith("/machines")) return failure(404, "NotFound");
  if (method === "GET") {
    const items = [...machines.values()];
    const metadata = { resourceVersion: "1" };
    const kind = "MachineList";
    return {
      status: 200,
      body: { apiVersion: groupVersion, kind, metadata, items },
    };
  }
  const sent = body as { metadata: { name: string } };
  const creationTimestamp = "2026-01-02T03:04:05Z";
  const metadata = { ...sent.metadata, uid: "u-1", creationTimestamp };
  const machine = { ...sent, metadata };
  machines.set(sent.metadata.name, machine);
  return { status: 201, body: machine };
}

const resourceList = {
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion,
  resources: [
    {
      name: "machines",
      singularName: "machine",
      namespaced: true,
      kind: "Machine",
      verbs: ["create", "delete", "get", "list"],
    },
  ],
};

function failure(code: number, reason: string): Answer {
  const head = { kind: "Status", apiVersion: "v1", metadata: {} };
  return { status: code, body: { ...head, status: "Failure", reason, code } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  request.setEncoding("utf8");
  for await (const part of request) text += part as string;
  return text === "" ? undefined : JSON.parse(text);
}
