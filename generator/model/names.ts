/**
 * Every identifier of the output is made here, from the API's own spelling, by rules that know no order.
 *
 * A `$` marks a name that had to give way: no name of Kubernetes' holds one, so the marked name is free.
 */

/** Words that cannot be the name of a type or of a constant in a strict module. */
const reservedWords: ReadonlySet<string> = new Set(
  `any arguments as asserts async await bigint boolean break case catch class const continue debugger declare default
  delete do else enum eval export extends false finally for from function get if implements import in infer instanceof
  interface intrinsic is keyof let module namespace never new null number object of out package private protected public
  readonly require return satisfies set static string super switch symbol this throw true try type typeof undefined
  unique unknown var void while with yield`
    .split(/\s+/)
    .filter(Boolean),
);

/** Kubernetes' own groups without a suffix: no other group may come to look like one of these. */
const plainGroups: ReadonlySet<string> = new Set([
  "apps",
  "autoscaling",
  "batch",
  "core",
  "extensions",
  "policy",
]);

/** What a root client has of its own; a group whose short name is one of these has only its full name. */
export const rootMembers: ReadonlySet<string> = new Set([
  "can",
  "close",
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "namespace",
  "object",
  "propertyIsEnumerable",
  "request",
  "resource",
  "server",
  "then",
  "toJSON",
  "toLocaleString",
  "toString",
  "transport",
  "valueOf",
  "whoAmI",
  "__proto__",
]);

/** The folder of a group and version: `core/v1`, `networking.k8s.io/v1`. */
export function moduleDirectory(group: string, version: string): string {
  return `${groupFolder(group)}/${folderName(version)}`;
}

/** The folder that the versions of a group are in. */
export function groupFolder(group: string): string {
  const name = groupName(group);
  return ownFiles.test(name) ? `${name}$` : folderName(name);
}

/** What a client has at its root beside the folders of groups, or has once it is compiled. */
const ownFiles =
  /^(?:runtime|manifest\.json|readme\.md|(?:index|manifests|streams)\.(?:d\.)?[cm]?[jt]s(?:\.map)?)$/i;

/** Windows has devices of these names, in every folder and with any ending. A name that holds a `$` of its own gets another. */
function folderName(name: string): string {
  return name.includes("$")
    ? `${name}$`
    : name.replace(/^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, "$&$");
}

/** How a group is called where it must have a name: the core group's is empty on the wire. */
export function groupName(group: string): string {
  return group === "" ? "core" : group;
}

/** `apps/v1`, and `v1` for the core group: what `apiVersion` says. */
export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The property of a group on the root client: `networking` for `networking.k8s.io`, `certManagerIo` for `cert-manager.io`. */
export function groupProperty(group: string): string {
  const name = groupName(group);
  const short = name.endsWith(".k8s.io") ? name.slice(0, -7) : name;
  const reserved = plainGroups.has(short) || rootMembers.has(short);
  return lowerFirstRun(camelCase(reserved ? name : short));
}

/** The name of a group and version in types and factories: `AppsV1`, `CertManagerIoV1`. */
export function groupVersionType(group: string, version: string): string {
  return identifier(
    upperFirst(groupProperty(group)) + upperFirst(camelCase(version)),
  );
}

/**
 * A resource's name in code: its plural with the capitals of its kind.
 *
 * The letters that both share from the start are spelt as the kind spells them, the first run of capitals lowered:
 * `persistentVolumeClaims`, `csiDrivers`, `ingresses`. The rest is verbatim.
 */
export function resourceProperty(plural: string, kind: string): string {
  const lowered = lowerFirstRun(kind);
  let shared = 0;
  while (
    shared < plural.length &&
    lowered[shared]?.toLowerCase() === plural[shared]
  ) {
    shared += 1;
  }
  return camelCase(lowered.slice(0, shared) + plural.slice(shared));
}

/** A kind at the start of a function's name: `csiDriver` for `CSIDriver`, `vm` for `VM`. */
export function lowerFirstRun(name: string): string {
  const run = /^[A-Z]+/.exec(name)?.[0] ?? "";
  const keepsLast = run.length > 1 && /^[a-z]/.test(name.slice(run.length));
  const count = keepsLast ? run.length - 1 : run.length;
  return name.slice(0, count).toLowerCase() + name.slice(count);
}

/** The first letter as a capital. */
export function upperFirst(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Joins at everything that is neither letter nor digit: `cert-manager.io` becomes `certManagerIo`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return first + rest.map(upperFirst).join("");
}

/** A name that may be declared: odd characters become `_`, a reserved word gets a `$`. */
export function identifier(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_]/g, "_");
  if (clean === "" || /^[0-9]/.test(clean)) return `_${clean}`;
  return reservedWords.has(clean) ? `${clean}$` : clean;
}

/** Whether a property can be written without quotes and read with a dot. */
export function isPropertyName(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}

/**
 * Names the schemas of one module by the last segments of what they are published as.
 *
 * One segment where that is enough; schemas that would share a name all keep one segment more, until they differ.
 */
export function typeNames(
  schemas: readonly string[],
): ReadonlyMap<string, string> {
  const segments = new Map([...schemas].sort().map((schema) => [schema, 1]));
  for (;;) {
    const shared = [
      ...groupBy(segments.keys(), (schema) =>
        lastSegments(schema, segments.get(schema) ?? 1),
      ).values(),
    ].filter((members) => members.length > 1);
    const longer = shared
      .flat()
      .filter(
        (schema) =>
          (segments.get(schema) ?? 1) <
          Math.min(schema.split(".").length, mostSegments),
      );
    if (longer.length === 0) return settledNames(segments);
    for (const schema of longer) {
      segments.set(schema, (segments.get(schema) ?? 1) + 1);
    }
  }
}

/** Names of Kubernetes' have some ten; of one that has hundreds, not all are tried. */
const mostSegments = 32;

/** Schemas whose whole names come to the same are told apart by marks, in the order of the alphabet. */
function settledNames(
  segments: ReadonlyMap<string, number>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, members] of groupBy(segments.keys(), (schema) =>
    lastSegments(schema, segments.get(schema) ?? 1),
  )) {
    members.forEach((schema, i) => names.set(schema, name + mark(i)));
  }
  return names;
}

function lastSegments(schema: string, count: number): string {
  const segments = schema.split(".").slice(-count);
  return identifier(
    segments.length === 1
      ? (segments[0] ?? "")
      : segments.map((s) => upperFirst(camelCase(s))).join(""),
  );
}

/** Names that are given away one by one: one that is gone comes with a mark, or with a number where marks would be many. */
export class Names {
  readonly #used: Set<string>;
  readonly #marks = new Map<string, number>();

  constructor(used: Iterable<string> = []) {
    this.#used = new Set(used);
  }

  claim(ideal: string): string {
    let marks = this.#marks.get(ideal) ?? 0;
    while (this.#used.has(ideal + mark(marks))) marks += 1;
    this.#marks.set(ideal, marks);
    const name = ideal + mark(marks);
    this.#used.add(name);
    return name;
  }
}

/** What tells the names apart that would be the same. */
export function mark(position: number): string {
  return position < 4 ? "$".repeat(position) : `$${String(position)}`;
}

/** Puts items that have one key together; keys keep the order of their first item. */
export function groupBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
