import type { PersistedPod } from "kubewright/client/core/v1";

import { ageOf, factsOf, type Phase, phases } from "./pod-facts.js";

/** How long a row that has gone is still seen going, in milliseconds. */
const farewellMs = 600;

interface Row {
  readonly element: HTMLTableRowElement;
  pod: PersistedPod;
}

/** The rows of the table, one for each pod, in the order of namespaces and names. */
export class PodTable {
  readonly #body: HTMLElement;
  readonly #rows: Map<string, Row> = new Map();

  constructor(body: HTMLElement) {
    this.#body = body;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** How many pods there are of each phase. */
  counts(): ReadonlyMap<Phase, number> {
    const counts = new Map<Phase, number>(phases.map((phase) => [phase, 0]));
    for (const { pod } of this.#rows.values()) {
      const { phase } = factsOf(pod);
      counts.set(phase, (counts.get(phase) ?? 0) + 1);
    }
    return counts;
  }

  /** Shows a pod as it is now. */
  set(pod: PersistedPod): void {
    const key = keyOf(pod);
    const known = this.#rows.get(key);
    if (known === undefined) {
      const row = { element: document.createElement("tr"), pod };
      row.element.dataset["pod"] = key;
      fill(row);
      this.#body.insertBefore(row.element, this.#behind(key));
      this.#rows.set(key, row);
      return flash(row.element, "new");
    }
    known.pod = pod;
    if (fill(known)) flash(known.element, "changed");
  }

  /** Takes a pod out, for all to see. */
  delete(pod: PersistedPod): void {
    const key = keyOf(pod);
    const element = this.#rows.get(key)?.element;
    if (element === undefined) return;
    this.#rows.delete(key);
    delete element.dataset["pod"];
    element.className = "gone";
    setTimeout(() => element.remove(), farewellMs);
  }

  /** Takes all pods out. */
  clear(): void {
    this.#rows.clear();
    this.#body.replaceChildren();
  }

  /** Has the ages grow. */
  tick(): void {
    const now = Date.now();
    for (const { element, pod } of this.#rows.values()) {
      const age = ageOf(pod.metadata.creationTimestamp, now);
      if (element.lastElementChild) element.lastElementChild.textContent = age;
    }
  }

  /** The row that one of this key stands in front of. */
  #behind(key: string): HTMLTableRowElement | null {
    let next: string | undefined;
    for (const other of this.#rows.keys())
      if (other > key && (next === undefined || other < next)) next = other;
    return next === undefined ? null : (this.#rows.get(next)?.element ?? null);
  }
}

function keyOf({ metadata: { namespace, name } }: PersistedPod): string {
  return `${namespace ?? ""}/${name}`;
}

/** Writes a pod into its row; gives whether anything of it but its age is new. */
function fill({ element, pod }: Row): boolean {
  const { status, phase, ready, restarts, node } = factsOf(pod);
  const { name, namespace = "", creationTimestamp } = pod.metadata;
  const values = [status, name, namespace, ready, String(restarts), node];
  const before = Array.from(element.cells, ({ textContent }) => textContent);
  const isNew = values.some((value, i) => value !== before[i]);
  if (!isNew) return false;
  const cells = [...values, ageOf(creationTimestamp, Date.now())].map(
    (value, i) => {
      const cell = document.createElement("td");
      cell.textContent = value;
      if (i === 3 || i === 4 || i === 6) cell.className = "number";
      return cell;
    },
  );
  const mark = document.createElement("span");
  mark.className = "phase";
  mark.textContent = status;
  cells[0]?.replaceChildren(mark);
  element.dataset["phase"] = phase;
  element.replaceChildren(...cells);
  return true;
}

/** Has a row stand out for a moment, also where it does so already. */
function flash(element: HTMLElement, how: "changed" | "new"): void {
  element.classList.remove("changed", "new");
  // The browser begins an animation anew only where it has seen the row without it.
  void element.offsetWidth;
  element.classList.add(how);
}
