import { inlineText } from "../../templates/doc-comment.js";
import { propertyKey, stringLiteral } from "../../templates/literal.js";
import type { MethodView } from "../../templates/resource-interface.js";
import { text, union } from "../../templates/type-expression.js";
import type { Method } from "../document/openapi.js";
import type { Resource, StreamMethod, Subresource } from "../model/model.js";
import { paragraphs } from "./doc-text.js";
import { generic, runtimeType } from "./resource-types.js";

/** The method that reads a log. */
export function logMethod(
  collection: string,
  { name }: Subresource,
): MethodView {
  return {
    name: "logs",
    doc: `Reads the log of a container: line by line in a loop, in chunks by \`bytes()\`, or whole by \`text()\`.\n\n\`GET ${collection}/{name}/${name}\``,
    parameters: [
      { name: "name", optional: false, type: text("string") },
      { name: "options", optional: true, type: runtimeType("LogOptions") },
    ],
    returns: runtimeType("LogLines"),
  };
}

const proxyMethods = [
  "delete",
  "get",
  "head",
  "options",
  "patch",
  "post",
  "put",
];

function publishedOf(methods: readonly Method[]): readonly string[] {
  return proxyMethods.filter((m) => methods.some((p) => p === m));
}

/** The method that asks the program behind an object. */
export function proxyMethod(
  collection: string,
  { kind }: Resource,
  { methods }: Subresource,
): MethodView {
  const published = publishedOf(methods);
  const all = published.length === proxyMethods.length;
  const options = runtimeType("ProxyOptions");
  return {
    name: "proxy",
    doc: paragraphs([
      `Asks the program behind the ${inlineText(kind)} of this name, through the API server; whatever it answers is given, also a failure.`,
      `\`${collection}/{name}/proxy/{path}\``,
      "@throws {ApiError} where the API server itself refuses, or cannot reach the program",
    ]),
    parameters: [
      { name: "name", optional: false, type: text("string") },
      {
        name: "options",
        optional: true,
        type: all
          ? options
          : generic("ProxyOptions", [
              union(published.map((m) => text(stringLiteral(m.toUpperCase())))),
            ]),
      },
    ],
    returns: generic("Promise", [runtimeType("ProxyAnswer")]),
  };
}

/** The method that sends what it is given to a subresource whose meaning its server alone knows. */
export function actionMethod(
  collection: string,
  { kind }: Resource,
  { name, methods }: Subresource,
): MethodView {
  const published = publishedOf(methods).map((m) => m.toUpperCase());
  return {
    name: propertyKey(name),
    doc: paragraphs([
      `Sends a request to \`${name}\` of the ${kind} of this name, once; whatever its server answers is given, also a failure.`,
      `\`${published.join(", ")} ${collection}/{name}/${name}\``,
      "@throws {ApiError} where the API server refuses: `isNotFound` when there is no such object",
    ]),
    parameters: [
      { name: "name", optional: false, type: text("string") },
      {
        name: "options",
        optional: true,
        type: generic("ActionOptions", [
          union(published.map((method) => text(stringLiteral(method)))),
        ]),
      },
    ],
    returns: generic("Promise", [runtimeType("ProxyAnswer")]),
  };
}

const podName = { name: "name", optional: false, type: text("string") };
const command = {
  name: "command",
  optional: false,
  type: text("readonly string[]"),
};
const needsWs = "It needs the package \`ws\`.";

/** The methods of a stream of pods. */
export function streamMethods(
  collection: string,
  stream: StreamMethod,
): readonly MethodView[] {
  const line = `\`GET ${collection}/{name}/${stream.toLowerCase()}\``;
  switch (stream) {
    case "attach":
      return [attachMethod(line)];
    case "exec":
      return execMethods(line);
    case "portForward":
      return [portForwardMethod(line)];
  }
}

function attachMethod(line: string): MethodView {
  return {
    name: "attach",
    doc: sessionDoc(
      "Goes to the program that a container runs: its output from now on, and its input.",
      line,
    ),
    parameters: [podName, options("AttachOptions")],
    returns: generic("Promise", [runtimeType("ContainerSession")]),
  };
}

function execMethods(line: string): readonly MethodView[] {
  return [
    {
      name: "exec",
      doc: sessionDoc(
        "Runs a program in a container; it runs once this is done, and `exit` says how it ended.",
        line,
      ),
      parameters: [podName, command, options("ExecOptions")],
      returns: generic("Promise", [runtimeType("ContainerSession")]),
    },
    {
      name: "execOutput",
      doc: sessionDoc(
        "Runs a program in a container to its end, and gives what it wrote; an exit code other than 0 is no error.",
        line,
      ),
      parameters: [podName, command, options("ExecOutputOptions")],
      returns: generic("Promise", [runtimeType("ExecOutput")]),
    },
  ];
}

function portForwardMethod(line: string): MethodView {
  const ports = {
    name: "ports",
    optional: false,
    type: text("readonly number[]"),
  };
  return {
    name: "portForward",
    doc: paragraphs([
      `Leads to ports of the pod of this name: by \`connect()\`, or by \`listen\` of \`streams.ts\` from a local port. Nothing is sent yet. ${needsWs}`,
      line,
    ]),
    parameters: [podName, ports, options("RequestOptions")],
    returns: runtimeType("PortForward"),
  };
}

function options(type: string): MethodView["parameters"][number] {
  return { name: "options", optional: true, type: runtimeType(type) };
}

function sessionDoc(what: string, line: string): string {
  return paragraphs([
    `${what} ${needsWs}`,
    line,
    "@throws {ApiError} where the server refuses: `isNotFound` when there is no such pod",
  ]);
}
