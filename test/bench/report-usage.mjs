import { writeSync } from "node:fs";

// Loaded into each measured process (`node --import`): what it took goes to its file descriptor 3 when it ends.
process.on("exit", () => {
  writeSync(3, JSON.stringify(process.resourceUsage()));
});
