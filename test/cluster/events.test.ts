import { describe, expect, inject } from "vitest";

import { eventRecorder } from "../../templates/runtime/event-recorder.js";
import { kubectl } from "./kubectl.js";
import { test } from "./live-client.js";

const controller = "example.com/events-test";

describe.runIf(inject("cluster").kubectl)(
  "events, as kubectl shows them",
  () => {
    test("of an object in its namespace, counted, with its message whole", async ({
      k8s,
      namespace,
    }) => {
      const map = await k8s.core.v1
        .configMaps(namespace)
        .create({ metadata: { name: "noted" } });
      const errors: unknown[] = [];
      const recorder = eventRecorder({
        events: k8s.events.v1,
        controller,
        onError: (error) => errors.push(error),
      });
      const note = "€".repeat(400);
      for (let n = 0; n < 3; n++)
        recorder.event(map, {
          type: "Normal",
          reason: "Read",
          message: "read it",
        });
      recorder.event(map, { type: "Warning", reason: "Long", message: note });
      await recorder.flush();
      recorder.event(map, {
        type: "Normal",
        reason: "Read",
        message: "read it",
      });
      await recorder.close();
      expect(errors).toEqual([]);

      const described = await kubectl([
        "describe",
        "configmap",
        "noted",
        "-n",
        namespace,
      ]);
      expect(described).toMatch(
        /Normal +Read +\S+ \(x4 over \S+\) +example\.com\/events-test +read it\n/,
      );
      expect(described).toContain(`${"€".repeat(340)}…`);
      expect(await kubectl(["get", "events", "-n", namespace])).toMatch(
        /Normal +Read +configmap\/noted +read it\n/,
      );
      expect(
        await kubectl(["events", "-n", namespace, "--for", "configmap/noted"]),
      ).toMatch(/\(x4 over \S+\) +Normal +Read +ConfigMap\/noted +read it\n/);
      const { items } = await k8s.events.v1.events(namespace).list();
      const counts = items.filter(({ reason }) => reason === "Read");
      expect(counts).toMatchObject([{ series: { count: 4 } }]);
    });

    test("of an object without a namespace, in default", async ({
      k8s,
      namespace,
    }) => {
      const object = await k8s.core.v1.namespaces.get(namespace);
      const recorder = eventRecorder({ events: k8s.events.v1, controller });
      recorder.event(object, {
        type: "Normal",
        reason: "Seen",
        message: "saw it",
      });
      await recorder.close();
      expect(await kubectl(["describe", "namespace", namespace])).not.toContain(
        "error",
      );
      expect(
        await kubectl([
          "events",
          "-n",
          "default",
          "--for",
          `namespace/${namespace}`,
        ]),
      ).toMatch(/Normal +Seen +Namespace\/\S+ +saw it/);
    });

    test("what the server refuses is told of, and ends nothing", async ({
      k8s,
      live,
      namespace,
    }) => {
      const errors: unknown[] = [];
      const recorder = eventRecorder({
        events: k8s.events.v1,
        controller,
        onError: (error) => errors.push(error),
      });
      const gone = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "a", namespace: `${namespace}-missing` },
      };
      recorder.event(gone, { type: "Normal", reason: "Gone", message: "-" });
      await recorder.close();
      expect(errors).toEqual([expect.toSatisfy(live.isNotFound)]);
    });
  },
);
