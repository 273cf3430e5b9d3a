// What the tests of platforms have a client do, the same on each: in Bun, in Deno, and in a browser's page and worker.

/**
 * Does a task; gives what came of it, or the error and whether it was one of `connect()`.
 *
 * @param {object} client the module that the client is imported from
 * @param {string} task
 * @param {object} input `options` for `connect()`, and what the task needs
 */
export async function perform(client, task, input) {
  let stage = "connect";
  const opened = [];
  const connected = async (options = input.options) => {
    stage = "connect";
    const k8s = await client.connect(options);
    opened.push(k8s);
    stage = "request";
    return k8s;
  };
  try {
    return await tasks[task](connected, input, client);
  } catch ({ name, message, status }) {
    return { stage, error: { name, message, status } };
  } finally {
    // A watch that nobody ends would keep the process. On Bun's stub of undici closing throws, too.
    await Promise.allSettled(opened.map(async (k8s) => k8s.close()));
  }
}

const tasks = {
  ...{ life, late, log, who, together, retried },
  ...{ exec, session, attach, forward, local, noPod },
};

/** One object from its creation to its end, with a watch that sees all of it. */
async function life(connected, { namespace }, { isConflict, isNotFound }) {
  const k8s = await connected();
  const configMaps = k8s.core.v1.configMaps(namespace);
  const name = "platform";
  const before = await configMaps.list();
  const watching = changes(
    configMaps.watch({
      resourceVersion: before.metadata.resourceVersion,
      fieldSelector: { "metadata.name": name },
    }),
  );
  // Where something fails before it is waited for, that is what is told.
  watching.catch(() => undefined);
  const stale = await configMaps.create({
    metadata: { name },
    data: { a: "1" },
  });
  const data = { b: "grüße, 世界" };
  const applied = await configMaps.apply(
    name,
    { data },
    { fieldManager: "tests" },
  );
  const conflict = await configMaps.update(stale).catch((error) => error);
  const patched = await configMaps.patch(name, { data: { a: null } });
  const names = [];
  for await (const { metadata } of configMaps.listAll({ limit: 1 }))
    names.push(metadata.name);
  await configMaps.delete(name);
  const seen = await watching;
  const missing = await configMaps.get(name).catch((error) => error);
  const aborted = await abortedWatch(configMaps);
  await k8s.close();
  const closed = await configMaps.list().catch(({ message }) => message);
  return {
    applied: applied.data,
    conflict: isConflict(conflict),
    patched: patched.data,
    names,
    seen,
    missing: isNotFound(missing) && missing.message,
    aborted,
    closed,
  };
}

/** What a watch tells of one object, until it is deleted. */
async function changes(events) {
  const seen = [];
  for await (const { type, object } of events) {
    seen.push(`${type} ${JSON.stringify(object?.data)}`);
    if (type === "DELETED") break;
  }
  return seen;
}

/** What comes of a watch that begins with what there is, until one object is created. */
async function late(connected, { namespace, name }) {
  const configMaps = (await connected()).core.v1.configMaps(namespace);
  const types = [];
  for await (const { type, object } of configMaps.watch()) {
    types.push(type);
    if (type === "SYNC") await configMaps.create({ metadata: { name } });
    if (type === "ADDED") return { types, name: object.metadata.name };
  }
  throw new Error("the watch ended");
}

async function abortedWatch(resource) {
  const abort = new AbortController();
  const { signal } = abort;
  const endless = async () => {
    for await (const { type } of resource.watch({ signal }))
      if (type === "SYNC") abort.abort(new Error("enough"));
  };
  return endless().catch(({ message }) => message);
}

/** The first line that a log is followed to. */
async function log(connected, { namespace, pod }) {
  const k8s = await connected();
  const lines = k8s.core.v1
    .pods(namespace)
    .logs(pod, { container: "writer", follow: true, tailLines: 0 });
  for await (const line of lines) return { line };
  throw new Error("the log ended");
}

async function exec(connected, { namespace, pod }) {
  const k8s = await connected();
  const pods = k8s.core.v1.pods(namespace);
  return pods.execOutput(pod, ["echo", "from a pod"]);
}

/** What a program makes of its input, once that ends. */
async function session(connected, { namespace, pod, command, text }) {
  const pods = (await connected()).core.v1.pods(namespace);
  const running = await pods.exec(pod, command, { stdin: true });
  await running.stdin.write(text);
  await running.stdin.end();
  const [stdout, stderr, { code }] = await Promise.all([
    running.stdout.text(),
    running.stderr.text(),
    running.exit,
  ]);
  return { stdout, stderr, code };
}

/** What the program that runs already answers to what it is told. */
async function attach(connected, { namespace, pod, text }) {
  const pods = (await connected()).core.v1.pods(namespace);
  const running = await pods.attach(pod, { stdin: true });
  await running.stdin.write(text);
  await running.stdin.end();
  return { stdout: await running.stdout.text() };
}

/** Whether a port of a pod gives back what it was sent, on a connection of its own. */
async function forward(connected, { namespace, pod, port, length }) {
  const pods = (await connected()).core.v1.pods(namespace);
  const connection = await pods.portForward(pod, [port]).connect(port);
  const sent = new Uint8Array(length).map((_, index) => index % 251);
  const writing = connection.write(sent);
  let received = 0;
  let isSame = true;
  for await (const chunk of connection) {
    isSame &&= chunk.every((byte, index) => byte === sent[received + index]);
    received += chunk.length;
    if (received >= length) break;
  }
  await writing;
  connection.close();
  return { received, isSame };
}

/** What comes of a local port that leads to one of a pod, asked several times at once. */
async function local(connected, { namespace, pod, port, streams }) {
  const pods = (await connected()).core.v1.pods(namespace);
  const { listen } = await import(streams);
  const errors = [];
  const onError = ({ message }) => errors.push(message);
  const listener = await listen(pods.portForward(pod, [port]), { onError });
  const url = `http://127.0.0.1:${listener.port}/`;
  const asked = Array.from({ length: 5 }, async () =>
    (await fetch(url, { headers: { connection: "close" } })).text(),
  );
  const answers = await Promise.all(asked);
  await listener.close();
  return { answers, errors };
}

/** What comes of streams to a pod that is not there. */
async function noPod(connected, { namespace }) {
  const pods = (await connected()).core.v1.pods(namespace);
  const messages = [];
  for (const open of [
    () => pods.exec("none", ["true"]),
    () => pods.attach("none"),
    () => pods.portForward("none", [80]).connect(80),
  ])
    await open().catch(({ message }) => messages.push(message));
  return { messages };
}

/** Whom the server takes the client for. */
async function who(connected) {
  const k8s = await connected();
  const { username, groups } = await k8s.whoAmI();
  return { username, groups };
}

/** Identities in one process that take turns, so that a connection of one is there while another asks. */
async function together(connected, { all }) {
  const clients = [];
  for (const options of all) clients.push(await connected(options));
  const names = [];
  for (let turn = 0; turn < 3; turn++)
    for (const k8s of clients) names.push((await k8s.whoAmI()).username);
  return { names };
}

/** What is observed of a request that is sent again. */
async function retried(connected, { options, namespace }) {
  const outcomes = [];
  const onRequest = () => (outcome) => outcomes.push(outcome.status);
  const k8s = await connected({ ...options, onRequest });
  const { items } = await k8s.core.v1.configMaps(namespace).list();
  return { outcomes, isList: Array.isArray(items) };
}
