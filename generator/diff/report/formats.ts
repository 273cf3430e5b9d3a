/** A form in which a comparison is told. */
export type ReportFormat = "html" | "json" | "markdown" | "sarif" | "text";

/** The forms that there are, the default first: what the command line knows without loading any. */
export const reportFormats: readonly ReportFormat[] = [
  "text",
  "json",
  "markdown",
  "html",
  "sarif",
];
