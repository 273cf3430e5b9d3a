// Prints the name and the message of what connect() throws.
const [, , entry, options = "{}"] = process.argv;
const { connect } = await import(entry);
try {
  const k8s = await connect(JSON.parse(options));
  await k8s.core.v1.pods("default").exec("web-0", ["ls"]);
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
