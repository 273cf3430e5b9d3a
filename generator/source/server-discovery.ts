import { eachOf } from "../each-of.js";
import { parseJson } from "../structured-text.js";
import {
  groupItem,
  legacyGroups,
  legacyVersions,
  type LegacyGroup,
} from "./legacy-discovery.js";
import type { ServerSession } from "./server-session.js";
import type { AggregatedDiscovery } from "./source.js";

const accepted = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

/**
 * Asks a server what it serves: in two requests where it has aggregated discovery (on since Kubernetes 1.27), in one more for each
 * group/version where it has not. The answer has the same form either way.
 *
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 * @returns undefined where the server does not say it
 */
export async function discoverServer(
  session: ServerSession,
  signal: AbortSignal | undefined,
): Promise<AggregatedDiscovery | undefined> {
  const [api, apis] = await Promise.all([
    discover(session, "/api", signal),
    discover(session, "/apis", signal),
  ]);
  return api === undefined && apis === undefined ? undefined : { api, apis };
}

async function discover(
  session: ServerSession,
  path: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const text = await session.optional(path, signal, accepted);
  if (text === undefined) return undefined;
  const value = parseJson(text, `${session.label}: ${path}`);
  switch (kindOf(value)) {
    case "APIGroupDiscoveryList":
      return value;
    case "APIVersions":
      return discoverEach(session, path, legacyVersions(value), signal);
    case "APIGroupList":
      return discoverEach(session, path, legacyGroups(value), signal);
    default:
      return undefined;
  }
}

/** Asks for the resources of each group/version. One that went away is left out; of one whose server is down there are none. */
async function discoverEach(
  session: ServerSession,
  root: string,
  groups: readonly LegacyGroup[],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const asked = groups.flatMap(({ name, versions }) =>
    versions.map((version) => ({ name, version })),
  );
  const found = await eachOf(asked, async ({ name, version }) => {
    const path = [root, name, version].filter((part) => part !== "").join("/");
    const { status, text } = await session.get(path, signal);
    const isGiven = status === 200 && text.trimStart().startsWith("{");
    const value = isGiven
      ? parseJson(text, `${session.label}: ${path}`)
      : undefined;
    return { name, version, status, value };
  });
  const items = groups.map(({ name }) =>
    groupItem(
      name,
      found.filter((one) => one.name === name && one.status !== 404),
    ),
  );
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: items.filter(({ versions }) => versions.length > 0),
  };
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value
    ? value.kind
    : undefined;
}
