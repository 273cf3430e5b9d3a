import { describe, expect } from "vitest";

import { referenceOf } from "../../generator/docs/reference.js";
import { documentedFrom } from "../docs/documented.js";
import { documentedCalls } from "./documented-calls.js";
import { runCall } from "./rehearsal.js";
import { hasStreamingKubelet, test } from "./streaming-node.js";

describe.runIf(hasStreamingKubelet)("the examples of a reference", () => {
  test.for(["exec", "execOutput"])(
    "%s runs in a container to its end",
    async (method, { k8s, namespace, node }) => {
      const selection = { include: ["core/v1"] };
      const documented = await documentedFrom("builtin", selection);
      const found = documentedCalls(referenceOf(documented)).find(
        (call) => call.place === `core/v1/pods#client-${method}`,
      );
      if (found === undefined) return expect.unreachable();
      const name = await node.run();
      const program = found.program.replace('"my-pod"', JSON.stringify(name));
      await runCall({ ...found, program }, k8s, namespace);
    },
  );
});
