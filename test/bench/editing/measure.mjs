// Types as somebody does in an editor, and writes how long the answers took: `node measure.mjs PROJECT OUT`. What is typed at the marks
// `«key:text»` of `program.ts` is taken back and typed again, since the first of a kind may take longer.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { costs, median } from "../costs.mjs";
import { TsServer } from "./ts-server.mjs";

const [, , project, out] = process.argv;
const rounds = 5;
const file = join(project, "program.ts");

const { text, marks } = readMarks(readFileSync(file, "utf8"));
const started = performance.now();
const server = new TsServer();
server.notify("open", { file, fileContent: text });
await server.request("semanticDiagnosticsSync", { file });
const taken = { readyMs: [performance.now() - started] };
for (let round = 0; round < rounds; round += 1)
  for (const { key, line, offset, typed } of marks) {
    const insertString = typed.replaceAll("\\n", "\n");
    server.notify("change", {
      ...{ file, line, offset, endLine: line, endOffset: offset },
      insertString,
    });
    const [endLine, endOffset] = insertString.includes("\n")
      ? [line + 1, 1]
      : [line, offset + insertString.length];
    const asked = performance.now();
    const answer = await server.request("completionInfo", {
      ...{ file, line: endLine, offset: endOffset },
    });
    (taken[`${key}Ms`] ??= []).push(performance.now() - asked);
    if (!(answer?.entries.length >= 3)) throw new Error(`nothing at ${key}`);
    server.notify("change", {
      ...{ file, line, offset, endLine, endOffset, insertString: "" },
    });
  }
server.close();
const medians = Object.entries(taken).map(([key, values]) => {
  if (costs[key] === undefined) throw new Error(`nobody reports ${key}`);
  return [key, median(values)];
});
writeFileSync(out, JSON.stringify(Object.fromEntries(medians)));

/** A program without its marks, and where they were, counted from 1 as editors do. */
function readMarks(marked) {
  const found = [];
  let plain = "";
  for (const [i, part] of marked.split(/«(\w+:[^»]+)»/).entries()) {
    if (i % 2 === 0) {
      plain += part;
      continue;
    }
    const lines = plain.split("\n");
    const [key, typed] = part.split(":");
    const offset = lines.at(-1).length + 1;
    found.push({ key, typed, line: lines.length, offset });
  }
  return { text: plain, marks: found };
}
