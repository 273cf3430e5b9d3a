import type { ReportFormat } from "./formats.js";
import { renderHtml } from "./html.js";
import { renderJson } from "./json.js";
import { renderMarkdown } from "./markdown.js";
import type { Report } from "./report.js";
import { renderSarif } from "./sarif.js";

/** A report in one of its forms that have no colours, without the end of its last line. */
export function render(
  report: Report,
  format: Exclude<ReportFormat, "text">,
): string {
  switch (format) {
    case "html":
      return renderHtml(report);
    case "json":
      return renderJson(report);
    case "markdown":
      return renderMarkdown(report);
    case "sarif":
      return renderSarif(report);
  }
}
