import type {
  ClientSection,
  MethodEntry,
  ResourcePage,
} from "../page-model.js";
import { shortList, type Block } from "./blocks.js";
import { code, fence, words } from "./escape.js";
import { fieldList } from "./fields.js";
import { place, type Links } from "./links.js";
import { partLine } from "./lists.js";
import { deprecationNote, marksOf } from "./marks.js";
import { neighbourBlocks } from "./pictures.js";
import { describedList, inlineProse, prose } from "./prose.js";

/** The content of a resource's page. */
export function resourceBlocks(page: ResourcePage, links: Links): Block {
  const { type, fields, clients, stability } = page;
  const marks = marksOf(
    page.namespaced ? "namespaced" : "cluster-scoped",
    ...(stability === "stable" ? [] : [stability]),
    ...(page.isNew ? ["new"] : []),
  );
  const setup = clients[0]?.methods[0]?.snippet.setup;
  return [
    `# ${words(page.title)}${marks}`,
    deprecationNote(page.deprecated),
    prose(page.description),
    partLine(page, links),
    facts(page, links),
    type === undefined || fields.length === 0
      ? undefined
      : [
          "## Fields",
          `The whole tree: ${links.to(type)}.`,
          fieldList(fields, links),
          page.moreFields === 0
            ? undefined
            : `… and ${String(page.moreFields)} more: ${links.to(type)} has them.`,
        ],
    neighbourBlocks(page.neighbours, links),
    setup === undefined
      ? undefined
      : [
          "## In TypeScript",
          "Each of the examples below begins like this.",
          fence("ts", setup),
        ],
    clients.map((section) => clientBlocks(section, links)),
  ];
}

function facts(page: ResourcePage, links: Links): Block {
  const rows: readonly (readonly [string, string])[] = [
    ["Type", page.type === undefined ? "" : links.to(page.type)],
    ["List", page.listType === undefined ? "" : links.to(page.listType)],
    ["apiVersion", links.codeTo({ ...page.group, text: page.apiVersion })],
    ["Resource", code(page.plural)],
    ["Singular", code(page.singularName ?? "")],
    ["Short names", page.shortNames.map(code).join(", ")],
    ["Categories", page.categories.map(code).join(", ")],
    ["Patch types", page.patchTypes.map(code).join(", ")],
    ["Field selectors", page.selectableFields.map(code).join(", ")],
    [
      "Other versions",
      page.otherVersions.map((link) => links.to(link)).join(", "),
    ],
  ];
  return shortList(
    rows
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name}: ${value}`),
  );
}

function clientBlocks(section: ClientSection, links: Links): Block {
  const { anchor, title, about, methods } = section;
  return [
    place(anchor),
    `## ${words(title)}`,
    prose(about),
    methods.map((method) => methodBlocks(method, links)),
    parameterBlocks(section),
    methods.length === 0
      ? undefined
      : ["### RBAC", fence("yaml", rules(methods))],
  ];
}

function methodBlocks(method: MethodEntry, links: Links): Block {
  const { anchor, about, request, throws, signature, snippet, path } = method;
  return [
    place(anchor),
    `### ${words(nameOf(method))}`,
    prose(about),
    request === undefined ? undefined : code(request),
    fence("ts", snippet.code),
    `Signature: ${links.code(signature)}`,
    throws.map((text) => `Throws ${inlineProse(text)}.`),
    path && ["Path:", fence("ts", `${path.setup}\n${path.code}`)],
  ];
}

function nameOf({ name, form }: MethodEntry): string {
  return form === undefined ? name : `${name} (${form})`;
}

/** The rules of all methods: methods that need the same share one. */
function rules(methods: readonly MethodEntry[]): string {
  const byRule = new Map<string, string[]>();
  for (const method of methods) {
    const names = byRule.get(method.rule) ?? [];
    byRule.set(method.rule, [...names, nameOf(method)]);
  }
  return [...byRule]
    .map(([rule, names]) => `# ${names.join(", ")}\n${rule}`)
    .join("\n");
}

function parameterBlocks({ parameters, moreParameters }: ClientSection): Block {
  return parameters.length === 0
    ? undefined
    : [
        "### Query parameters",
        describedList(
          parameters.map(({ name, type, verbs, description }) => ({
            line: `**${code(name)}** ${code(type)}, of ${words(verbs.join(", "))}`,
            about: description,
          })),
        ),
        moreParameters === 0
          ? undefined
          : `… and ${String(moreParameters)} more.`,
      ];
}
