import type { Registry } from "./registry.js";
import type { PersistedSite, Site } from "./k8s/example.com/v1/index.js";
import {
  addFinalizer,
  eventRecorder,
  informer,
  removeFinalizer,
  setOwner,
  workQueue,
  type EventRecorder,
  type Informer,
  type Kubernetes,
  type PersistedMetadata,
  type WorkQueue,
} from "./k8s/index.js";

const finalizer = "example.com/domain";
const fieldManager = "site-controller";
const labels = { "app.kubernetes.io/managed-by": fieldManager };

type Condition = NonNullable<NonNullable<Site["status"]>["conditions"]>[number];

/** Gives each Site a ConfigMap with its page, and its domain to the registry. */
export class SiteController {
  readonly #k8s: Kubernetes;
  readonly #registry: Registry;
  readonly #signal: AbortSignal;
  readonly #queue: WorkQueue<string> = workQueue();
  readonly #sites: Informer<PersistedSite>;
  readonly #events: EventRecorder;

  /** @param signal ends it; aborted when it may no longer act, too */
  constructor(k8s: Kubernetes, registry: Registry, signal: AbortSignal) {
    this.#k8s = k8s;
    this.#registry = registry;
    this.#signal = signal;
    this.#sites = informer(k8s.exampleCom.v1.sites());
    this.#events = eventRecorder({
      events: k8s.events.v1,
      controller: "example.com/site-controller",
      onError: warn,
    });
  }

  async run(): Promise<void> {
    const signal = this.#signal;
    const pages = informer(this.#k8s.core.v1.configMaps(), {
      labelSelector: labels,
    });
    const add = ({ metadata: { namespace, name } }: PersistedSite) =>
      this.#queue.add(`${namespace}/${name}`);
    this.#sites.on("added", add);
    this.#sites.on("updated", (site, old) => {
      // What it writes itself, such as the status, makes no new generation.
      if (site.metadata.generation !== old.metadata.generation) add(site);
    });
    // A page that was changed or deleted by others is put back.
    pages.on("updated", ({ metadata }) => this.#addOwner(metadata));
    pages.on("deleted", ({ metadata }) => this.#addOwner(metadata));
    try {
      await this.#sites.waitForSync({ signal });
      await pages.waitForSync({ signal });
      await this.#queue.run((key) => this.#reconcile(key), {
        concurrency: 4,
        signal,
        onError: warn,
      });
    } finally {
      await Promise.all([this.#sites.close(), pages.close()]);
      await this.#events.close();
    }
  }

  #addOwner({ namespace, ownerReferences = [] }: OwnedMetadata): void {
    for (const { kind, name, controller } of ownerReferences)
      if (controller && kind === "Site")
        this.#queue.add(`${namespace}/${name}`);
  }

  /** Makes the world as the site wants it, whatever it was before; it can be done any number of times. */
  async #reconcile(key: string): Promise<void> {
    const [namespace = "", name = ""] = key.split("/");
    const site = this.#sites.store.get(name, namespace);
    if (site === undefined) return;
    if (site.metadata.deletionTimestamp !== undefined)
      return this.#finalize(site);
    try {
      await this.#publish(site);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const reason = "NotPublished";
      this.#events.event(site, { type: "Warning", reason, message });
      await this.#setReady(site, { status: "False", reason, message });
      // The queue tries again, later and later.
      throw error;
    }
  }

  async #publish(cached: PersistedSite): Promise<void> {
    const { namespace, name } = cached.metadata;
    // Before anything is done that has to be undone.
    const marked = addFinalizer(cached, finalizer);
    const site =
      marked === cached
        ? cached
        : await this.#k8s.exampleCom.v1.sites(namespace).update(marked);

    const { domain, html } = site.spec;
    const before = site.status?.domain;
    if (before !== undefined && before !== domain)
      await this.#registry.release(before, this.#signal);
    await this.#registry.register(domain, `${namespace}/${name}`, this.#signal);

    const metadata = { name: `${name}-page`, namespace, labels };
    const page = setOwner({ metadata, data: { "index.html": html } }, site);
    await this.#k8s.core.v1
      .configMaps(namespace)
      .apply(metadata.name, page, { fieldManager, force: true });

    const message = `${domain} shows the page`;
    const isNew = site.status?.observedGeneration !== site.metadata.generation;
    await this.#setReady(site, {
      status: "True",
      reason: "Published",
      message,
    });
    if (isNew)
      this.#events.event(site, {
        type: "Normal",
        reason: "Published",
        message,
      });
  }

  /** Undoes what garbage collection does not. */
  async #finalize(site: PersistedSite): Promise<void> {
    const rest = removeFinalizer(site, finalizer);
    if (rest === site) return;
    for (const domain of new Set([site.status?.domain, site.spec.domain]))
      if (domain !== undefined)
        await this.#registry.release(domain, this.#signal);
    const message = `${site.spec.domain} is free again`;
    this.#events.event(site, { type: "Normal", reason: "Released", message });
    await this.#k8s.exampleCom.v1.sites(site.metadata.namespace).update(rest);
  }

  async #setReady(
    { metadata, spec, status }: PersistedSite,
    ready: Pick<Condition, "message" | "reason" | "status">,
  ): Promise<void> {
    const { generation: observedGeneration = 0 } = metadata;
    const old = status?.conditions?.find(({ type }) => type === "Ready");
    const lastTransitionTime =
      old?.status === ready.status
        ? old.lastTransitionTime
        : new Date().toISOString();
    const times = { observedGeneration, lastTransitionTime };
    const conditions = [{ type: "Ready", ...ready, ...times }];
    // Where it failed, what was registered before is still to be released.
    const domain =
      ready.status === "True" ? spec.domain : (status?.domain ?? spec.domain);
    await this.#k8s.exampleCom.v1
      .sites(metadata.namespace)
      .status.patch(metadata.name, {
        status: { observedGeneration, domain, conditions },
      });
  }
}

type OwnedMetadata = PersistedMetadata & {
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly controller?: boolean;
  }[];
};

function warn(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}
