import { ApiError } from "../../templates/runtime/errors.js";
import type { Lease, Leases } from "../../templates/runtime/lease.js";

/** Leases as an API server keeps them, in memory. */
export interface TestLeases extends Leases {
  readonly stored: Map<string, Lease>;
  /** The requests so far: `get`, `create`, `update`. */
  readonly requests: string[];
  /** Called before each request is answered; what it throws or waits for happens to the request. */
  before: (verb: string) => unknown;
  /** Called after a write is stored, before it is answered. */
  after: (verb: string) => unknown;
}

export function refusal(status: number, reason: string): ApiError {
  const body = { status: "Failure", reason, code: status, message: reason };
  return new ApiError({
    method: "PUT",
    path: "/lease",
    status,
    text: JSON.stringify(body),
    body,
  });
}

export function testLeases(): TestLeases {
  let version = 0;
  const leases: TestLeases = {
    stored: new Map(),
    requests: [],
    before: () => undefined,
    after: () => undefined,
    async get(name) {
      await begin("get");
      const lease = leases.stored.get(name);
      if (lease === undefined) throw refusal(404, "NotFound");
      return structuredClone(lease);
    },
    async create(body) {
      await begin("create");
      const name = body.metadata?.name ?? "";
      if (leases.stored.has(name)) throw refusal(409, "AlreadyExists");
      return store(name, body, "create");
    },
    async update(body) {
      await begin("update");
      const name = body.metadata?.name ?? "";
      const known = leases.stored.get(name)?.metadata;
      if (known === undefined) throw refusal(404, "NotFound");
      if (known.resourceVersion !== body.metadata?.resourceVersion)
        throw refusal(409, "Conflict");
      return store(name, body, "update");
    },
  };
  const begin = async (verb: string): Promise<void> => {
    leases.requests.push(verb);
    await leases.before(verb);
  };
  const store = async (
    name: string,
    body: Lease,
    verb: string,
  ): Promise<Lease> => {
    const resourceVersion = String(++version);
    const metadata = { ...body.metadata, resourceVersion };
    leases.stored.set(name, structuredClone({ ...body, metadata }));
    await leases.after(verb);
    return structuredClone({ ...body, metadata });
  };
  return leases;
}
