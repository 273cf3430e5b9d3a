import { groupBy } from "../model/names.js";
import { listParts, type ListPart } from "./list-parts.js";
import type { ClientSection, MethodEntry, ResourcePage } from "./page-model.js";
import { parameterBytes } from "./parameters.js";
import { bytesOf, codeBytes } from "./weights.js";

/** A method, and whose it is. */
interface Listed {
  readonly section: ClientSection;
  readonly method: MethodEntry;
  /** Whether the query parameters of all stand with it. */
  readonly isFirst: boolean;
}

/**
 * Parts the methods of a resource into pages: a resource with hundreds of subresources has more than one has room for.
 *
 * @param whole the page with all of them
 * @param further the address of a further page, by its number from 2
 */
export function resourceParts(
  whole: ResourcePage,
  further: (number: number) => string,
): readonly ResourcePage[] {
  const listed = whole.clients.flatMap((section) =>
    section.methods.map((method, i) => ({ section, method, isFirst: i === 0 })),
  );
  return listParts(whole.address, listed, nameOf, weightOf, {
    further,
    most: mostOfMethods,
  }).map(({ items, suffix, ...part }, i) => ({
    ...whole,
    ...(i === 0
      ? {}
      : { description: "", fields: [], moreFields: 0, neighbours: undefined }),
    ...part,
    title: `${whole.title}${suffix}`,
    clients: sectionsOf(items),
  }));
}

/** What they may come to, in bytes: all but what the description, the fields and the kinds that it has to do with may. */
const mostOfMethods = 130_000;

function sectionsOf(
  items: ListPart<Listed>["items"],
): readonly ClientSection[] {
  return [...groupBy(items, ({ section }) => section.anchor).values()].flatMap(
    (own) => {
      const [first] = own;
      return first === undefined
        ? []
        : {
            ...first.section,
            methods: own.map(({ method }) => method),
            ...(first.isFirst ? {} : { parameters: [], moreParameters: 0 }),
          };
    },
  );
}

function nameOf({ section, method }: Listed): string {
  return `${section.title}: ${method.name}`;
}

/** Marks, an entry among those at the top of the page, and what is written of a method more than once: its name and its anchor. */
function weightOf({ section, method, isFirst }: Listed): number {
  const { anchor, name, about, request, throws, signature } = method;
  const { snippet, path, rule } = method;
  const texts = [about, request ?? "", ...throws];
  const { title, parameters } = section;
  return (
    1_000 +
    6 * bytesOf(`${anchor}${name}`) +
    texts.reduce((sum, text) => sum + bytesOf(text), 0) +
    signature.reduce(
      (sum, { text, to }) => sum + 60 + bytesOf(text + (to?.page ?? "")),
      0,
    ) +
    [snippet, ...(path === undefined ? [] : [path])].reduce(
      (sum, { setup, code }) => sum + bytesOf(setup) + codeBytes(code),
      0,
    ) +
    codeBytes(rule) +
    (isFirst
      ? 300 +
        3 * bytesOf(title) +
        parameters.reduce((sum, one) => sum + parameterBytes(one), 0)
      : 0)
  );
}
