import {
  eventRecorder,
  type EventsApi,
} from "../../templates/runtime/event-recorder.js";
import type { EventBody } from "../../templates/runtime/event-series.js";
import { steppedClock } from "./stepped-clock.js";

/** A deployment, and what happened to it. */
export const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", uid: "u1", resourceVersion: "7" },
};
export const created = {
  type: "Normal",
  reason: "Created",
  message: "made it",
} as const;

export interface Write {
  readonly verb: "create" | "patch";
  readonly namespace: string;
  readonly name: string;
  readonly body: Partial<EventBody>;
}

/** A recorder whose time stands still, and what it writes. */
export function begin() {
  const clock = steppedClock();
  const errors: unknown[] = [];
  const writes: Write[] = [];
  const server: { answer: (write: Write) => unknown } = {
    answer: () => undefined,
  };
  const events: EventsApi = {
    events(namespace) {
      const write = async (write: Write): Promise<void> => {
        writes.push(write);
        await server.answer(write);
      };
      return {
        create: (body) =>
          write({ verb: "create", namespace, name: body.metadata.name, body }),
        patch: (name, body) => write({ verb: "patch", namespace, name, body }),
      };
    },
  };
  const recorder = eventRecorder({
    events,
    controller: "example.com/tests",
    instance: "tests-1",
    clock,
    onError: (error) => errors.push(error),
  });
  return { clock, errors, writes, server, recorder };
}
