import { createServer } from "node:http";

/**
 * Plays an API server with two pods, one widget and no deployment, over plain HTTP on the loopback address. A watch brings what there is
 * where that is asked for, and then one change.
 *
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startApiServer() {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const collection = collections[pathname];
    if (collection === undefined) {
      answer(response, 404, missing(pathname));
    } else if (searchParams.get("watch") === "true") {
      // In pages the client lists first, and asks for what came since.
      const all = searchParams.get("sendInitialEvents") === "true";
      watch(response, collection, all);
    } else {
      answer(response, 200, {
        ...collection,
        metadata: { resourceVersion: "5" },
      });
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const named = (name) => ({
  metadata: { name, namespace: "default", uid: name, resourceVersion: "4" },
});

const collections = {
  "/api/v1/namespaces/default/pods": {
    apiVersion: "v1",
    kind: "PodList",
    items: [named("web-0"), named("web-1")],
  },
  "/apis/example.com/v1/namespaces/default/widgets": {
    apiVersion: "example.com/v1",
    kind: "WidgetList",
    items: [named("gear")],
  },
};

function answer(response, status, value) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** The stream stays open, as a server's does. */
function watch(response, { apiVersion, kind, items }, all) {
  const type = { apiVersion, kind: kind.slice(0, -"List".length) };
  const metadata = {
    resourceVersion: "5",
    annotations: { "k8s.io/initial-events-end": "true" },
  };
  const [first] = items;
  response.writeHead(200, { "content-type": "application/json" });
  const initial = [
    ...items.map((item) => ({ type: "ADDED", object: { ...type, ...item } })),
    { type: "BOOKMARK", object: { ...type, metadata } },
  ];
  for (const event of [
    ...(all ? initial : []),
    { type: "MODIFIED", object: { ...type, ...first } },
  ])
    response.write(`${JSON.stringify(event)}\n`);
}

function missing(path) {
  return {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    message: `there is no ${path}`,
    reason: "NotFound",
    code: 404,
  };
}
