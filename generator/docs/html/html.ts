/** Text that is HTML already. Only {@link markup} makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: text, which is escaped, or HTML, which is not. Nothing is written for `undefined`. */
export type HtmlValue =
  Html | number | string | readonly HtmlValue[] | undefined;

/** A template of HTML: whatever is put in is escaped, for text and for values of attributes in quotes alike. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly HtmlValue[]
): Html {
  let text = strings[0] ?? "";
  for (const [i, value] of values.entries())
    text += written(value) + (strings[i + 1] ?? "");
  return new Html(text);
}

function written(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (value === undefined) return "";
  if (typeof value === "object") return value.map(written).join("");
  return String(value).replace(/[&<>"']/g, escaped);
}

function escaped(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}
