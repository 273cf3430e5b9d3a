import { isApiError, isNotFound } from "./errors.js";
import type { Clock } from "./clock.js";
import { toMicroTime } from "./time.js";
import type {
  GetOptions,
  KubernetesObject,
  RequestOptions,
  WriteOptions,
} from "./types.js";

/** What a leader election reads and writes of a `Lease` of `coordination.k8s.io/v1`. */
export interface Lease extends KubernetesObject {
  spec?: LeaseSpec;
}

/** Who holds a lease, and for how long. */
export interface LeaseSpec {
  /** Empty where nobody does. */
  holderIdentity?: string;
  /** How long a holder that does not renew it keeps it. */
  leaseDurationSeconds?: number;
  acquireTime?: string | null;
  renewTime?: string | null;
  /** How often it went from one holder to another. */
  leaseTransitions?: number;
}

/** Where a lease is kept: `k8s.coordination.v1.leases(namespace)`. */
export interface Leases {
  get(name: string, options?: GetOptions): Promise<Lease>;
  create(body: Lease, options?: WriteOptions): Promise<Lease>;
  update(body: Lease, options?: WriteOptions): Promise<Lease>;
}

/** What says which lease it is, who wants it, and for how long. */
export interface LeaseClaim {
  readonly leases: Leases;
  readonly name: string;
  readonly identity: string;
  readonly leaseDurationMs: number;
}

/** A lease as one candidate sees and writes it. */
export class LeaseLock {
  readonly #claim: LeaseClaim;
  readonly #clock: Clock;
  readonly #onSeen: (holder: string) => void;
  #lease: Lease | undefined;
  /** Since when the lease is seen as it is: by this machine's clock, which is not compared with what the lease says. */
  #since = 0;
  /** Whether the lease is what this candidate wrote last, and it knows of no other one's write. */
  #isOwn = false;
  /** Whether a write of this candidate's was sent that the server has not refused. */
  #mayBeHeld = false;

  /** @param onSeen is told who holds the lease, each time it is seen */
  constructor(
    claim: LeaseClaim,
    clock: Clock,
    onSeen: (holder: string) => void,
  ) {
    this.#claim = claim;
    this.#clock = clock;
    this.#onSeen = onSeen;
  }

  /** Who holds the lease, as far as is known. */
  get holder(): string | undefined {
    return this.#lease?.spec?.holderIdentity || undefined;
  }

  /** Whether the server may take this candidate for the holder. */
  get mayBeHeld(): boolean {
    return this.#mayBeHeld;
  }

  /**
   * Takes the lease where it is free, or renews it; false where another candidate holds it.
   *
   * @throws {ApiError} also where another one was faster: a conflict, or that the lease exists already
   */
  async takeOrRenew(options: RequestOptions): Promise<boolean> {
    const own = this.#isOwn ? this.#lease : undefined;
    // Until it is known to have worked: the next try has to read the lease.
    this.#isOwn = false;
    const lease = own ?? (await this.#read(options));
    if (lease !== undefined && this.#isHeldByAnother(lease)) return false;
    this.#see(await this.#write(lease, options));
    this.#isOwn = true;
    return true;
  }

  /** Gives the lease away, if it is still this candidate's: whoever looks at it next may take it. */
  async release(options: RequestOptions): Promise<void> {
    const lease = await this.#read(options);
    this.#isOwn = false;
    this.#mayBeHeld = false;
    if (lease === undefined || !this.#isHolder(lease)) return;
    const now = toMicroTime(new Date());
    const spec = {
      ...lease.spec,
      holderIdentity: "",
      leaseDurationSeconds: 1,
      acquireTime: now,
      renewTime: now,
    };
    await this.#claim.leases.update({ ...lease, spec }, options);
  }

  async #read(options: RequestOptions): Promise<Lease | undefined> {
    const { leases, name } = this.#claim;
    try {
      const lease = await leases.get(name, options);
      this.#see(lease);
      return lease;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #write(
    lease: Lease | undefined,
    options: RequestOptions,
  ): Promise<Lease> {
    const couldBeHeld = this.#mayBeHeld;
    this.#mayBeHeld = true;
    try {
      return await (lease === undefined
        ? this.#create(options)
        : this.#hold(lease, options));
    } catch (error) {
      if (isApiError(error) && error.status < 500)
        this.#mayBeHeld = couldBeHeld;
      throw error;
    }
  }

  #create(options: RequestOptions): Promise<Lease> {
    const { leases, name } = this.#claim;
    const now = toMicroTime(new Date());
    const spec = { ...this.#held(now), acquireTime: now, leaseTransitions: 0 };
    return leases.create({ metadata: { name }, spec }, options);
  }

  /** Writes over the version of the lease that was read, and no other one: else the server answers with a conflict. */
  #hold(lease: Lease, options: RequestOptions): Promise<Lease> {
    const now = toMicroTime(new Date());
    const { acquireTime, leaseTransitions = 0 } = lease.spec ?? {};
    const term = this.#isHolder(lease)
      ? { acquireTime: acquireTime ?? now, leaseTransitions }
      : { acquireTime: now, leaseTransitions: leaseTransitions + 1 };
    const spec = { ...lease.spec, ...this.#held(now), ...term };
    return this.#claim.leases.update({ ...lease, spec }, options);
  }

  #held(renewTime: string): LeaseSpec {
    const { identity, leaseDurationMs } = this.#claim;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: leaseDurationMs / 1_000,
      renewTime,
    };
  }

  #isHolder({ spec }: Lease): boolean {
    return spec?.holderIdentity === this.#claim.identity;
  }

  #isHeldByAnother(lease: Lease): boolean {
    const { holderIdentity, leaseDurationSeconds = 0 } = lease.spec ?? {};
    if (!holderIdentity || this.#isHolder(lease)) return false;
    return this.#clock.now() < this.#since + leaseDurationSeconds * 1_000;
  }

  #see(lease: Lease): void {
    const isSame =
      this.#lease !== undefined &&
      JSON.stringify(this.#lease.spec) === JSON.stringify(lease.spec);
    if (!isSame) this.#since = this.#clock.now();
    this.#lease = lease;
    if (this.holder !== undefined) this.#onSeen(this.holder);
  }
}
