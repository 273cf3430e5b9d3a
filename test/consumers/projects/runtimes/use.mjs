/** Lists, watches and misses something, with any of the clients; prints what came of it. */
export async function use(k8s) {
  const { items } = await k8s.core.v1.pods("default").list();
  const names = items.map(({ metadata }) => metadata.name);

  const types = [];
  for await (const { type } of k8s.core.v1.pods("default").watch()) {
    types.push(type);
    if (types.length === 2) break;
  }

  const problem = await k8s.core.v1
    .configMaps("default")
    .get("none")
    .catch((error) => error.reason);
  await k8s.close();
  console.log(`${names.join(" ")}, ${types.join(" ")}, ${problem}`);
}
