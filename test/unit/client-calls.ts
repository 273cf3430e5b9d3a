import { join } from "node:path";
import { clientNames } from "../../generator/emit/client-names.js";
import {
  hasMethod,
  isAction,
  type GroupVersion,
  type Model,
  type OperationAccount,
  type Resource,
  type Verb,
} from "../../generator/model/model.js";
import { ServerPaths } from "../../templates/runtime/server.js";
import { fakeTransport } from "../runtime/fake-transport.js";
import { root } from "./source-imports.js";

/** A request: `GET /api/v1/namespaces/ns/pods/web`. */
export type RequestLine = string;

/** An operation that has a method of its own, as published. */
type MethodAccount = OperationAccount & {
  readonly outcome: Extract<OperationAccount["outcome"], { kind: "resource" }>;
};

/** The operations that a client has methods for. */
export function operationsWithMethods(model: Model): readonly MethodAccount[] {
  return model.operations.filter((account): account is MethodAccount =>
    hasMethod(account),
  );
}

/** The request that an operation is, of the object `web` in the namespace `ns`. */
export function requestLine({ method, path }: OperationAccount): RequestLine {
  return `${method.toUpperCase()} ${fill(path)}`;
}

/**
 * Calls the emitted client's method for an operation and gives the requests that it made.
 *
 * @param folder the client, from the root of the project
 */
export async function callOperation(
  folder: string,
  model: Model,
  account: MethodAccount,
): Promise<readonly RequestLine[]> {
  const { subresource, verb, plural } = account.outcome;
  const groupVersion = groupVersionOf(model, account);
  const resource = groupVersion.resources.find((r) => r.plural === plural);
  if (resource === undefined) throw new Error(`"${plural}" is not there`);
  const names = clientNames(groupVersion);
  const module = await importModule(folder, groupVersion, "client");
  const transport = fakeTransport(() => ({ body: { items: [] } }));
  const client = module[names.factory]?.(transport) as Client;
  const accessor = names.accessors.get(resource) ?? "";
  const handle = handleOf(client, accessor, resource, account.path);
  await (subresource === undefined
    ? callOwn(handle, verb, resource)
    : verb === "connect"
      ? callConnect(handle, account)
      : callSubresource(handle, verb, subresource, resource));
  return transport.requests.map(
    ({ method, url }) => `${method} ${url.split("?")[0] ?? ""}`,
  );
}

/** Calls what stands for an operation that is of no resource, and gives the requests that it made. */
export async function callServer({
  path,
  outcome,
}: OperationAccount): Promise<readonly RequestLine[]> {
  const transport = fakeTransport(() => ({ body: {} }));
  const call = outcome.kind === "server" ? outcome.call : "";
  const server = new ServerPaths(transport) as unknown as Handle;
  const [root, ...rest] = path.split("/").filter(Boolean);
  const argument = {
    group: rest.join("/"),
    resources: rest.join("/"),
    logs: root === "logs" && rest.length > 0 ? holes["path"] : "",
  }[call];
  await server[call]?.(...(argument === undefined ? [] : [argument]));
  return transport.requests.map(({ method, url }) => `${method} ${url}`);
}

/** Every path that the functions of a client's `paths.ts` give, sorted. */
export async function pathsOf(
  folder: string,
  groupVersion: GroupVersion,
): Promise<readonly string[]> {
  const module = await importModule(folder, groupVersion, "paths");
  const paths = Object.values(module).flatMap((builder) => {
    const parameters =
      /\(([^)]*)\)/.exec(String(builder))?.[1]?.match(/\w+/g) ?? [];
    const given = parameters.map((parameter) => holes[parameter] ?? "");
    return [given, given.slice(0, -1)].flatMap((values) => {
      try {
        return [builder(...values) as string];
      } catch (error) {
        // A name that was left out is refused; a namespace, or the rest of a path, need not be given.
        if (error instanceof TypeError) return [];
        throw error;
      }
    });
  });
  return [...new Set(paths)].sort();
}

/** The paths of a group and version that its documents publish, sorted. */
export function publishedPaths(
  { operations }: Model,
  { document }: GroupVersion,
): readonly string[] {
  const paths = operations
    .filter((account) => account.document === document?.key)
    .filter(({ outcome }) => outcome.kind === "resource")
    .map(({ path }) => fill(path));
  return [...new Set(paths)].sort();
}

type Callable = (...values: readonly unknown[]) => unknown;
type Client = Readonly<Record<string, Callable & Handle>>;
type Handle = Readonly<Record<string, Callable>>;

const holes: Readonly<Record<string, string>> = {
  name: "web",
  namespace: "ns",
  path: "a/b c",
};

function fill(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    (holes[name] ?? name).replace(" ", "%20"),
  );
}

function groupVersionOf(model: Model, { document }: OperationAccount) {
  const found = model.groupVersions.find((g) => g.document?.key === document);
  if (found === undefined) throw new Error(`"${document}" is not there`);
  return found;
}

async function importModule(
  folder: string,
  { directory }: GroupVersion,
  name: string,
): Promise<Readonly<Record<string, Callable>>> {
  const path = join(root, folder, directory, `${name}.ts`);
  return (await import(path)) as Readonly<Record<string, Callable>>;
}

function handleOf(
  client: Client,
  accessor: string,
  { namespaced }: Resource,
  path: string,
): Handle {
  const member = client[accessor];
  if (member === undefined) throw new Error(`"${accessor}" is not there`);
  if (!namespaced) return member;
  return (path.includes("{namespace}") ? member("ns") : member()) as Handle;
}

const body = { metadata: { name: "web" } };

function callOwn(handle: Handle, verb: Verb, { patchTypes }: Resource) {
  switch (verb) {
    case "create":
      return handle["create"]?.(body);
    case "deletecollection":
      return handle["deleteCollection"]?.();
    case "list":
      return handle["list"]?.();
    case "update":
      return handle["update"]?.(body);
    case "patch":
      return patchTypes.includes("merge")
        ? handle["patch"]?.("web", {})
        : handle["apply"]?.("web", {}, { fieldManager: "test" });
    default:
      return handle[verb]?.("web");
  }
}

/** A fake transport opens no WebSockets: the request that asked for one is what is looked at. */
async function callConnect(handle: Handle, account: MethodAccount) {
  const { subresource } = account.outcome;
  if (subresource === "proxy") return callProxy(handle, account);
  const name = subresource ?? "";
  if (isAction(account.outcome, { name, verbs: ["connect"] }))
    return handle[name]?.("web", {
      method: account.method.toUpperCase(),
      ...(account.path.endsWith("/{path}") ? { path: holes["path"] } : {}),
    });
  try {
    if (subresource === "exec") await handle["exec"]?.("web", ["ls"]);
    if (subresource === "attach") await handle["attach"]?.("web");
    if (subresource !== "portforward") return undefined;
    const forward = handle["portForward"]?.("web", [80]);
    await (forward as { connect(): Promise<unknown> }).connect();
  } catch (error) {
    // That of the client's own copy of the runtime.
    if ((error as Error).name !== "ConfigError") throw error;
  }
  return undefined;
}

function callProxy(handle: Handle, { method, path }: OperationAccount) {
  return handle["proxy"]?.("web", {
    method: method.toUpperCase(),
    path: path.endsWith("/{path}") ? holes["path"] : "",
  });
}

function callSubresource(
  handle: Handle,
  verb: Verb,
  name: string,
  { subresources }: Resource,
) {
  const isText = subresources.some((s) => s.name === name && s.text);
  if (isText)
    return (handle["logs"]?.("web") as { text(): Promise<string> }).text();
  const below = handle[name] as unknown as Handle;
  switch (verb) {
    case "create":
      return below["create"]?.("web", body);
    case "update":
      return below["update"]?.(body);
    case "patch":
      return below["patch"]?.("web", {});
    default:
      return below[verb]?.("web");
  }
}
