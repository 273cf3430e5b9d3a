async function main(server) {
  const { connect } = await import("kubewright/client");
  const { use } = await import("../runtimes/use.mjs");
  await use(await connect({ server }));
}
main(process.argv[2]);
