import type { ServerResponse } from "node:http";
import { sendFailure, sendJson, type Answer } from "../runtime/servers.js";
import { hashOf } from "./source-fixtures.js";

/** What a server has, as the captures hold it. */
export interface Served {
  /** Documents of `/openapi/v3` as text, by their keys; undefined where the server has none. */
  readonly v3?: Readonly<Record<string, string>> | undefined;
  /** The answer of `/openapi/v2`. */
  readonly v2?: string | undefined;
  readonly discovery?: { readonly api?: unknown; readonly apis?: unknown };
  /** In which form it says what it serves. */
  readonly form?: "v2" | "v2beta1" | "legacy";
  /** `apis/GROUP/VERSION` of API servers that cannot be reached. */
  readonly down?: readonly string[];
}

/** Answers as an API server of any age does. */
export function serverOf(served: Served): Answer {
  const { v3, v2, down = [], form = "v2" } = served;
  return ({ url, headers }, response) => {
    const path = url.replace(/\?.*/, "").slice(1);
    const known = (text: string): void =>
      sendTagged(response, headers["if-none-match"], text);
    if (down.includes(path.replace(/^openapi\/v3\//, ""))) {
      response.writeHead(503, { "content-type": "text/plain" });
      response.end("service unavailable\n");
      return;
    }
    const document = v3?.[path.replace("openapi/v3/", "")];
    if (path === "openapi/v3" && v3 !== undefined)
      sendJson(response, indexOf(Object.keys(v3)));
    else if (path.startsWith("openapi/v3/") && document !== undefined)
      response.end(document);
    else if (path === "openapi/v2" && v2 !== undefined) known(v2);
    else if (path === "version") sendJson(response, { gitVersion: "v1.20.15" });
    else {
      const answer = discoveryAnswer(path, headers.accept ?? "", form, served);
      if (answer === undefined)
        sendFailure(response, 404, "NotFound", "there is no such path");
      else known(JSON.stringify(answer));
    }
  };
}

function indexOf(keys: readonly string[]): unknown {
  const paths = keys.map((key) => [
    key,
    { serverRelativeURL: `/openapi/v3/${key}` },
  ]);
  return { paths: Object.fromEntries(paths) as unknown };
}

function sendTagged(
  response: ServerResponse,
  asked: string | undefined,
  text: string,
): void {
  const etag = `"${hashOf(text)}"`;
  if (asked === etag) response.writeHead(304, { etag }).end();
  else
    response
      .writeHead(200, { "content-type": "application/json", etag })
      .end(text);
}

interface Group {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly {
    readonly version: string;
    readonly resources: readonly Resource[];
  }[];
}

interface Resource {
  readonly resource: string;
  readonly responseKind: Kind;
  readonly scope: string;
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly responseKind?: Kind;
    readonly verbs: readonly string[];
  }[];
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function discoveryAnswer(
  path: string,
  accept: string,
  form: NonNullable<Served["form"]>,
  { discovery }: Served,
): unknown {
  if (discovery === undefined) return undefined;
  if (form !== "legacy" && (path === "api" || path === "apis"))
    return accept.includes(`v=${form};as=APIGroupDiscoveryList`)
      ? {
          ...(discovery[path] as object),
          apiVersion: `apidiscovery.k8s.io/${form}`,
        }
      : undefined;
  const groups = [discovery.api, discovery.apis].flatMap(
    (list) => (list as { items: readonly Group[] }).items,
  );
  if (path === "api")
    return { kind: "APIVersions", versions: versionsOf(groups[0]) };
  if (path === "apis") return groupList(groups.slice(1));
  const [, ...segments] = path.split("/");
  const [version, group = ""] = segments.reverse();
  return resourceList(groups, group, version);
}

function versionsOf(group: Group | undefined): readonly string[] {
  return (group?.versions ?? []).map(({ version }) => version);
}

function groupList(groups: readonly Group[]): unknown {
  return {
    kind: "APIGroupList",
    apiVersion: "v1",
    groups: groups.map((group) => {
      const name = group.metadata.name ?? "";
      const versions = versionsOf(group).map((version) => ({
        groupVersion: `${name}/${version}`,
        version,
      }));
      // The server lists them in any order.
      return {
        name,
        versions: [...versions].reverse(),
        preferredVersion: versions[0],
      };
    }),
  };
}

function resourceList(
  groups: readonly Group[],
  group: string,
  version: string | undefined,
): unknown {
  const found = groups
    .find(({ metadata }) => (metadata.name ?? "") === group)
    ?.versions.find((one) => one.version === version);
  if (found === undefined) return undefined;
  const kindOf = (kind: Kind | undefined): object =>
    kind === undefined || (kind.group === group && kind.version === version)
      ? { kind: kind?.kind ?? "" }
      : kind;
  return {
    kind: "APIResourceList",
    groupVersion: group === "" ? version : `${group}/${version ?? ""}`,
    resources: found.resources.flatMap(({ subresources = [], ...resource }) => {
      const namespaced = resource.scope === "Namespaced";
      const { shortNames, categories, verbs } = resource;
      return [
        {
          name: resource.resource,
          singularName: resource.singularResource,
          namespaced,
          ...kindOf(resource.responseKind),
          verbs,
          shortNames,
          categories,
        },
        ...subresources.map((one) => ({
          name: `${resource.resource}/${one.subresource}`,
          singularName: "",
          namespaced,
          ...kindOf(one.responseKind),
          verbs: one.verbs,
        })),
      ];
    }),
  };
}
