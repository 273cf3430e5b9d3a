/** Whether a header can hold a text, a character for each byte: https://www.rfc-editor.org/rfc/rfc9110#name-field-values */
export function isHeaderValue(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(text);
}

/** What messages say that a text has which is no header's value; the text itself may be a secret. */
export const unsendable: string =
  "characters in it that no header can hold, such as a line break";
