/**
 * Pods of a cluster as they change, on a page that `kubectl proxy` serves.
 */
import {
  connect,
  informer,
  type Informable,
  type Informer,
} from "kubewright/client/fetch";
import type { PersistedPod } from "kubewright/client/core/v1";

import { PodTable } from "./pod-table.js";

const part = <T extends HTMLElement>(id: string): T => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as T;
};

const k8s = await connect();
const table = new PodTable(part("pods"));
const choice = part<HTMLSelectElement>("namespace");
let pods: Informer<PersistedPod> | undefined;
let isDrawn = true;

choice.value = "";
choice.addEventListener("change", () => void follow(choice.value));
part("theme").addEventListener("click", changeTheme);
followNamespaces();
void follow("");
void showVersion();
setInterval(() => {
  table.tick();
  showConnection();
}, 1_000);

/** Follows the pods of one namespace, or of all. */
async function follow(namespace: string): Promise<void> {
  const before = pods;
  const followed: Informable<PersistedPod> =
    namespace === "" ? k8s.core.v1.pods() : k8s.core.v1.pods(namespace);
  const own = informer(followed, {
    transform: withoutManagedFields,
    onError: drawSoon,
  });
  pods = own;
  table.clear();
  own.on("added", (pod) => change(() => table.set(pod)));
  own.on("updated", (pod) => change(() => table.set(pod)));
  own.on("deleted", (pod) => change(() => table.delete(pod)));
  void own.waitForSync().then(drawSoon, () => undefined);
  await before?.close();

  /** What an informer says that is followed no more is not shown. */
  function change(show: () => void): void {
    if (pods !== own) return;
    show();
    drawSoon();
  }
}

function withoutManagedFields(pod: PersistedPod): PersistedPod {
  delete pod.metadata.managedFields;
  return pod;
}

/** Offers the namespaces that there are; where they may not be listed, all pods are still there. */
function followNamespaces(): void {
  const namespaces = informer(k8s.core.v1.namespaces);
  namespaces.on("added", ({ metadata: { name } }) => {
    const next = Array.from(choice.options)
      .slice(1)
      .find(({ value }) => value > name);
    choice.insertBefore(new Option(name), next ?? null);
  });
  namespaces.on("deleted", ({ metadata: { name } }) => {
    const option = Array.from(choice.options).find(
      ({ value }) => value === name,
    );
    const isFollowed = choice.value === name;
    option?.remove();
    if (isFollowed) void follow("");
  });
}

/** Draws once for all that changes at a time. */
function drawSoon(): void {
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(() => {
    isDrawn = true;
    showConnection();
    showPhases();
  });
}

function showPhases(): void {
  const items = [...table.counts()].map(([phase, count]) => {
    const item = document.createElement("li");
    item.dataset["phase"] = phase;
    const number = document.createElement("strong");
    number.textContent = String(count);
    item.append(number, phase);
    return item;
  });
  part("phases").replaceChildren(...items);
  part("empty").hidden = table.size > 0 || pods?.synced !== true;
}

/** Says whether what is shown is what is: an informer goes on by itself where a connection breaks. */
function showConnection(): void {
  const failure = pods?.lastError;
  const state =
    failure !== undefined ? "broken" : pods?.synced ? "live" : "connecting";
  const connection = part("connection");
  const words = {
    broken: "Reconnecting…",
    connecting: "Connecting…",
    live: "Live",
  };
  if (connection.dataset["state"] !== state) {
    connection.dataset["state"] = state;
    connection.textContent = words[state];
  }
  const alert = part("error");
  const text = failure === undefined ? "" : String((failure as Error).message);
  if (alert.textContent !== text) alert.textContent = text;
  alert.hidden = text === "";
}

async function showVersion(): Promise<void> {
  try {
    const { gitVersion } = await k8s.server.version();
    part("version").textContent = gitVersion;
  } catch {
    // What is wrong is what the pods say, too.
  }
}

/** Takes the other colours than there are: first those that the system does not have. */
function changeTheme(): void {
  const { dataset } = document.documentElement;
  const theme = dataset["theme"];
  const isDark =
    theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : theme === "dark";
  dataset["theme"] = isDark ? "light" : "dark";
}
