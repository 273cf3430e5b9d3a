import createClient, { type ClientOptions } from "openapi-fetch";

import type { appsV1, coreV1, paths } from "./k8s/index.js";

type Deployment = appsV1.components["schemas"]["io.k8s.api.apps.v1.Deployment"];
type Status =
  coreV1.components["schemas"]["io.k8s.apimachinery.pkg.apis.meta.v1.Status"];

const collection = "/apis/apps/v1/namespaces/{namespace}/deployments";
const item = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}";

const web: Deployment = {
  metadata: { name: "web" },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
  },
};

/** Takes a deployment through its life, with openapi-fetch and the types that were generated for it; gives what came of each step. */
export async function walk(options: ClientOptions, namespace: string) {
  const k8s = createClient<paths>(options);
  const params = { path: { namespace } };
  const before = await k8s.GET(collection, { params });
  const created = await k8s.POST(collection, { params, body: web });
  const twice = await k8s.POST(collection, { params, body: web });
  const listed = await k8s.GET(collection, {
    params: { ...params, query: { labelSelector: "", limit: 5 } },
  });
  const patched = await patches(options, namespace);

  const named = { params: { path: { namespace, name: "web" } } };
  const deleted = await k8s.DELETE(item, named);
  const missing = await k8s.GET(item, named);
  return {
    before: namesOf(before.data?.items),
    created: created.data,
    twice: statusOf(twice),
    listed: namesOf(listed.data?.items),
    ...patched,
    deleted: deleted.response.status,
    missing: statusOf(missing),
  };
}

/** Patches it in three ways, each of a media type of its own, and in one that the server refuses. */
async function patches(options: ClientOptions, namespace: string) {
  const k8s = createClient<paths>(options);
  const path = { namespace, name: "web" };
  const as = (type: string) => ({ headers: { "Content-Type": type } });
  const scaled = await k8s.PATCH(item, {
    params: { path },
    ...as("application/merge-patch+json"),
    body: { spec: { replicas: 0 } },
  });
  const containers = [{ name: "web", image: "web:2" }];
  const merged = await k8s.PATCH(item, {
    params: { path },
    ...as("application/strategic-merge-patch+json"),
    body: { spec: { template: { spec: { containers } } } },
  });
  const applied = await k8s.PATCH(item, {
    params: { path, query: { fieldManager: "walk", force: true } },
    ...as("application/apply-patch+yaml"),
    body: { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: 1 } },
  });
  const mistaken = await k8s.PATCH(item, { params: { path }, body: {} });
  return {
    scaled: scaled.data?.spec?.replicas,
    images: merged.data?.spec?.template.spec?.containers.map(
      ({ image }) => image,
    ),
    replicas: applied.data?.spec?.replicas,
    mistaken: statusOf(mistaken),
  };
}

function namesOf(
  items: readonly Deployment[] = [],
): readonly (string | undefined)[] {
  return items.map(({ metadata }) => metadata?.name);
}

/** The documents of API servers name no answer but 401 for what goes wrong: that it is a Status, the program has to know. */
function statusOf({ error }: { readonly error?: unknown }): Status {
  return error as Status;
}

/** What does not compile: a path that is not served, a method that it does not have, and a field that is not there. */
export async function mistakes(options: ClientOptions): Promise<void> {
  const k8s = createClient<paths>(options);
  // @ts-expect-error There is no such path.
  await k8s.GET("/apis/apps/v1/deployment");
  // @ts-expect-error Nodes are not created below a namespace.
  await k8s.POST("/api/v1/namespaces/{namespace}/nodes");
  const { data } = await k8s.GET("/api/v1/nodes");
  // @ts-expect-error A node has no replicas.
  data?.items.map(({ spec }) => spec?.replicas);
}
