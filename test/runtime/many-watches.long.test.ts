import { it } from "vitest";
import { openAndClose } from "./many-watches.js";

it("1,000 watches opened and closed leave sockets, timers and listeners as they were (complaint 3)", async () => {
  await openAndClose(1_000);
});
