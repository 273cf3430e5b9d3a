import {
  breaking,
  safe,
  type Judgement,
  type Rule,
  type RulesByName,
} from "./judgement.js";

const notFound: Judgement = breaking("requests to it are answered with 404");
const unused: Judgement = safe("no program for the old side asks for it");

function both(judgement: Judgement): Pick<Rule, "reading" | "writing"> {
  return { reading: judgement, writing: judgement };
}

/** Changes of what is served: groups, versions, resources, and what can be done with them. */
export type ServedRule =
  | "group-removed"
  | "group-added"
  | "version-removed"
  | "version-added"
  | "resource-removed"
  | "resource-added"
  | "resource-renamed"
  | "kind-changed"
  | "scope-changed"
  | "verb-removed"
  | "verb-added"
  | "all-namespaces-verb-removed"
  | "all-namespaces-verb-added"
  | "method-removed"
  | "method-added"
  | "patch-type-removed"
  | "patch-type-added"
  | "selectable-field-removed"
  | "selectable-field-added"
  | "subresource-removed"
  | "subresource-added"
  | "subresource-kind-changed"
  | "subresource-path-removed"
  | "subresource-path-added"
  | "answer-changed";

/** What each of them is. */
export const servedRules: RulesByName<ServedRule> = {
  "group-removed": {
    says: "is not served any more",
    mirror: "group-added",
    ...both(notFound),
  },
  "group-added": {
    says: "is new",
    mirror: "group-removed",
    ...both(unused),
  },
  "version-removed": {
    says: "is not served any more",
    mirror: "version-added",
    ...both(notFound),
  },
  "version-added": {
    says: "is new",
    mirror: "version-removed",
    ...both(unused),
  },
  "resource-removed": {
    says: "is not served any more",
    mirror: "resource-added",
    ...both(notFound),
  },
  "resource-added": {
    says: "is new",
    mirror: "resource-removed",
    ...both(unused),
  },
  "resource-renamed": {
    says: "was called {before} and is called {after}",
    mirror: "resource-renamed",
    ...both(breaking("requests to the old name are answered with 404")),
  },
  "kind-changed": {
    says: "had the kind {before} and has {after}",
    mirror: "kind-changed",
    reading: breaking("objects that are read say another kind"),
    writing: breaking("a body that says the old kind is refused"),
  },
  "scope-changed": {
    says: "was {before} and is {after}",
    mirror: "scope-changed",
    ...both(breaking("the paths of its objects are other ones")),
  },
  "verb-removed": {
    says: "cannot be asked to {name} any more",
    mirror: "verb-added",
    ...both(breaking("such requests are answered with 405 or 404")),
  },
  "verb-added": {
    says: "can be asked to {name}",
    mirror: "verb-removed",
    ...both(unused),
  },
  "all-namespaces-verb-removed": {
    says: "cannot be asked to {name} over all namespaces any more",
    mirror: "all-namespaces-verb-added",
    ...both(breaking("such requests are answered with 405 or 404")),
  },
  "all-namespaces-verb-added": {
    says: "can be asked to {name} over all namespaces",
    mirror: "all-namespaces-verb-removed",
    ...both(unused),
  },
  "method-removed": {
    says: "does not take the method {name} any more",
    mirror: "method-added",
    ...both(breaking("such requests are answered with 405")),
  },
  "method-added": {
    says: "takes the method {name}",
    mirror: "method-removed",
    ...both(unused),
  },
  "patch-type-removed": {
    says: "does not take patches of the kind {name} any more",
    mirror: "patch-type-added",
    ...both(breaking("such patches are answered with 415")),
  },
  "patch-type-added": {
    says: "takes patches of the kind {name}",
    mirror: "patch-type-removed",
    ...both(unused),
  },
  "selectable-field-removed": {
    says: "cannot be selected by the field {name} any more",
    mirror: "selectable-field-added",
    ...both(breaking("such a field selector is answered with 400")),
  },
  "selectable-field-added": {
    says: "can be selected by the field {name}",
    mirror: "selectable-field-removed",
    ...both(unused),
  },
  "subresource-removed": {
    says: "is not served any more",
    mirror: "subresource-added",
    ...both(notFound),
  },
  "subresource-added": {
    says: "is new",
    mirror: "subresource-removed",
    ...both(unused),
  },
  "subresource-kind-changed": {
    says: "had the kind {before} and has {after}",
    mirror: "subresource-kind-changed",
    reading: breaking("what is read says another kind"),
    writing: breaking("a body that says the old kind may be refused"),
  },
  "subresource-path-removed": {
    says: "does not take the rest of a path any more",
    mirror: "subresource-path-added",
    ...both(notFound),
  },
  "subresource-path-added": {
    says: "takes the rest of a path",
    mirror: "subresource-path-removed",
    ...both(unused),
  },
  "answer-changed": {
    says: "answered {before} and answers {after}",
    mirror: "answer-changed",
    ...both(breaking("what is answered is something else")),
  },
};
