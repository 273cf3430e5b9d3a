/** What a letter of a name takes in a picture, in pixels: an estimate from above, as nothing is measured where a site is made. */
export const letterWidth = 7.5;

/** The same of what stands below a name. */
export const smallLetterWidth = 6;

/** As much of a text as there is room for. */
export function fitted(text: string, width: number, letter: number): string {
  const most = Math.max(1, Math.floor(width / letter));
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters.slice(0, most - 1).join("")}…`;
}
