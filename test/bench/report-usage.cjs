// Loaded into each measured process of node (`--require`, which costs the least): what it took goes to its file descriptor 3 when it ends.
process.on("exit", () => {
  require("node:fs").writeSync(3, JSON.stringify(process.resourceUsage()));
});
