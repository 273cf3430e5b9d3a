/**
 * What the pages of a reference site say, as plain data: no HTML and no Markdown of a page, so that each format prints the same.
 *
 * Text that is called Markdown comes from descriptions of strangers: a printer renders it safely.
 */

import type {
  KindsPage,
  KindsPicture,
  Neighbours,
  SizesPage,
} from "./pictures/pictures-model.js";
import type { UpgradePage } from "./upgrade-model.js";
import type { Stability } from "./words.js";

/** A piece of code: a link where it names what has a page. */
export interface Piece {
  readonly text: string;
  readonly to?: Target | undefined;
}

/** A place in the site. */
export interface Target {
  /** The page's address, without an ending. */
  readonly page: string;
  /** Of a field or a method; undefined for the page's top. */
  readonly anchor?: string | undefined;
}

/** A link with its words. */
export interface Link {
  readonly text: string;
  readonly to: Target;
}

/** What every page has. */
export interface PageHead {
  readonly address: string;
  readonly title: string;
}

/** What a page has that lists things: as many pages as there is room in. */
export interface ListHead extends PageHead {
  /** All of these pages, this one among them, each called by what it begins and ends with; empty where this is all. */
  readonly parts: readonly Link[];
}

/** The first page: what the server is, and what it serves. */
export interface FrontPage extends ListHead {
  readonly kind: "front";
  /** For example `v1.37.2`. */
  readonly server: string | undefined;
  readonly toolVersion: string;
  readonly hasDescriptions: boolean;
  /** What changed since another source; undefined where none is given. */
  readonly upgrade: Link | undefined;
  readonly counts: {
    readonly groups: number;
    readonly versions: number;
    readonly resources: number;
    readonly types: number;
    readonly fields: number;
  };
  readonly groups: readonly {
    readonly name: string;
    readonly versions: readonly GroupVersionSummary[];
  }[];
  /** What only has types that others use. */
  readonly typesOnly: readonly Link[];
}

/** A group and version on the first page. */
export interface GroupVersionSummary {
  readonly link: Link;
  readonly stability: Stability;
  readonly preferred: boolean;
  readonly resources: readonly Link[];
  /** How many more there are than are shown here. */
  readonly moreResources: number;
  readonly typeCount: number;
  /** The upper-case hexadecimal SHA-512 of its document. */
  readonly hash: string | undefined;
}

/** A group and version: its resources and types. */
export interface GroupVersionPage extends ListHead {
  readonly kind: "group-version";
  readonly group: string;
  readonly version: string;
  readonly stability: Stability;
  readonly document: string | undefined;
  readonly hash: string | undefined;
  /** How its client is reached: `k8s.apps.v1`. */
  readonly client: string | undefined;
  readonly resources: readonly ResourceSummary[];
  readonly types: readonly (Link & { readonly about: string })[];
  /** Its kinds and what they refer to, on its first page; undefined where there is not much of that. */
  readonly picture: KindsPicture | undefined;
}

/** A resource in a list of resources. */
export interface ResourceSummary {
  readonly link: Link;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly deprecated: boolean;
}

/** A resource: how each of its verbs is called. Further pages, where it has very many methods, have these and no fields. */
export interface ResourcePage extends ListHead {
  readonly kind: "resource";
  readonly apiVersion: string;
  readonly group: Link;
  readonly objectKind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Markdown. */
  readonly description: string;
  /** Markdown; undefined where it is not deprecated, and empty where nothing more is said. */
  readonly deprecated: string | undefined;
  readonly stability: Stability;
  /** Whether what it was compared with does not have it. */
  readonly isNew: boolean;
  readonly singularName: string | undefined;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly patchTypes: readonly string[];
  readonly selectableFields: readonly string[];
  readonly type: Link | undefined;
  readonly listType: Link | undefined;
  /** The fields of the object, at the top. */
  readonly fields: readonly Field[];
  /** How many more there are. */
  readonly moreFields: number;
  readonly otherVersions: readonly Link[];
  /** What it refers to, and what refers to it; undefined where nothing does. */
  readonly neighbours: Neighbours | undefined;
  readonly clients: readonly ClientSection[];
}

/** The methods of a resource's client, or of one of its subresources'. */
export interface ClientSection {
  readonly anchor: string;
  readonly title: string;
  /** Markdown. */
  readonly about: string;
  readonly methods: readonly MethodEntry[];
  readonly parameters: readonly ParameterEntry[];
  /** How many more there are than there is room for. */
  readonly moreParameters: number;
}

/** A method of a client. */
export interface MethodEntry {
  readonly anchor: string;
  readonly name: string;
  /** Told apart from others of its name: `merge` of `patch`. */
  readonly form: string | undefined;
  /** Markdown. */
  readonly about: string;
  /** Markdown: when it throws, and what. */
  readonly throws: readonly string[];
  /** `GET /apis/apps/v1/namespaces/{namespace}/deployments`; undefined where there is none of its own. */
  readonly request: string | undefined;
  readonly signature: readonly Piece[];
  readonly snippet: Snippet;
  readonly path: Snippet | undefined;
  /** The RBAC rules that allow it, as YAML: nearly always one. */
  readonly rule: string;
}

/** TypeScript that compiles beside a client in `./k8s`. */
export interface Snippet {
  /** What comes before it: imports and the client. */
  readonly setup: string;
  readonly code: string;
}

/** A query parameter, and the verbs that take it. */
export interface ParameterEntry {
  readonly name: string;
  readonly type: string;
  /** Markdown. */
  readonly description: string;
  readonly verbs: readonly string[];
}

/** A type; one that is too large for a page has several. */
export interface TypePage extends PageHead {
  readonly kind: "type";
  readonly group: Link;
  /** As published: `io.k8s.api.apps.v1.Deployment`. */
  readonly schema: string;
  readonly typeName: string;
  /** Where the fields of this page stand in the type; empty for its first page. */
  readonly part: readonly string[];
  /** The type's first page, where this is another one. */
  readonly first: Link | undefined;
  /** Its other pages, where this is the first; of very many, the next alone is there on each. */
  readonly parts: readonly Link[];
  /** Markdown. */
  readonly description: string;
  readonly deprecated: string | undefined;
  readonly stability: Stability;
  /** Whether what it was compared with does not have it. */
  readonly isNew: boolean;
  /** What its values are where it has no fields. */
  readonly alias: readonly Piece[] | undefined;
  readonly facts: Facts;
  /** TypeScript that imports and declares what the client does; undefined on further pages. */
  readonly signature: Snippet | undefined;
  readonly fields: readonly Field[];
  readonly usedBy: readonly Link[];
  /** How many more there are. */
  readonly moreUses: number;
  readonly resources: readonly Link[];
  /** How many more there are. */
  readonly moreResources: number;
}

/** What the server holds a value to. */
export interface Facts {
  /** Markdown, a line each. */
  readonly lines: readonly string[];
  readonly rules: readonly RuleEntry[];
  /** How many more rules there are than there is room for. */
  readonly moreRules: number;
  readonly values: readonly ValueEntry[];
  /** How many more values there are. */
  readonly moreValues: number;
}

/** A value of an enum, and what its description says of it. */
export interface ValueEntry {
  /** As JSON. */
  readonly value: string;
  /** Markdown. */
  readonly about: string;
}

/** A rule in CEL. */
export interface RuleEntry {
  /** What it is a rule of, where that is not the value itself: `item`. */
  readonly where: string;
  readonly rule: string;
  readonly message: string;
  readonly messageExpression: string;
  readonly reason: string;
  readonly fieldPath: string;
}

/** A field, and those within it. */
export interface Field {
  readonly name: string;
  /** From the type of the page. */
  readonly path: readonly string[];
  readonly type: readonly Piece[];
  readonly required: boolean;
  readonly immutable: boolean;
  /** Whether its type was there without it in what that was compared with. */
  readonly isNew: boolean;
  /** Markdown. */
  readonly description: string;
  readonly deprecated: string | undefined;
  readonly stability: Stability;
  readonly facts: Facts;
  readonly fields: readonly Field[];
  /** Where the fields within it are, where they are not here. */
  readonly elsewhere: Target | undefined;
}

/** Everything of one kind, such as what is deprecated: one line each. */
export interface ListPage extends ListHead {
  readonly kind: "list";
  /** Markdown. */
  readonly about: string;
  readonly sections: readonly {
    readonly title: string;
    readonly items: readonly (Link & { readonly about: string })[];
  }[];
}

/** Any page. */
export type Page =
  | FrontPage
  | GroupVersionPage
  | KindsPage
  | ListPage
  | ResourcePage
  | SizesPage
  | TypePage
  | UpgradePage;
