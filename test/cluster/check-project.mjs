// Says what is wrong in a project of a user's, its generated client included, and compiles it as its options say: node check-project.mjs FOLDER
import { resolve } from "node:path";
import ts from "typescript";

import { checkedText } from "../checked-text.mjs";

const folder = resolve(process.argv[2]);
const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(
  `${folder}/tsconfig.json`,
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
);
const host = ts.createCompilerHost(options);
const read = host.readFile.bind(host);
host.readFile = (name) => {
  const text = read(name);
  return text === undefined ? undefined : checkedText(text);
};
const program = ts.createProgram(fileNames, options, host);
const found = [...errors, ...ts.getPreEmitDiagnostics(program)];
process.stdout.write(ts.formatDiagnostics(found, host));
if (options.noEmit !== true) program.emit();
process.exitCode = found.length === 0 ? 0 : 1;

function fail({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}
