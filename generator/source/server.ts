import { GenerationFailed, type Diagnostics } from "../diagnostics.js";
import { parseJson } from "../structured-text.js";
import { isSwagger } from "../swagger/documents.js";
import { notAnApiServer, refusedAnswer } from "./answer-problem.js";
import { parseIndex, type IndexEntry } from "./openapi-index.js";
import { discoverServer } from "./server-discovery.js";
import {
  ServerSession,
  type Server,
  type ServerAnswer,
} from "./server-session.js";
import { readServerVersion } from "./server-version.js";
import { readShared } from "./shared-document.js";
import type { DocumentEntry, Source } from "./source.js";
import { swaggerEntries } from "./swagger.js";

const v2 = "/openapi/v2";
const v3 = "/openapi/v3";

/**
 * The documents of a server that is running; where it has no `/openapi/v3`, they are made from `/openapi/v2`.
 *
 * It is only ever asked below `/openapi`, `/api`, `/apis` and `/version`, and no answer of it leads to another server.
 */
export function serverSource(server: Server, diagnostics: Diagnostics): Source {
  const session = new ServerSession(server);
  let isSaid = false;
  const sayV2 = (): void => {
    if (isSaid) return;
    isSaid = true;
    diagnostics.add({
      severity: "info",
      code: "read-from-openapi-v2",
      message: `${server.label} has no ${v3}: its documents are made from ${v2}`,
      hint: "of custom resources that says less: types come out wider where it leaves something out",
    });
  };
  return {
    kind: server.kind,
    label: server.label,
    async list(signal) {
      if (server.onlyV2 === true) return listV2(session, signal);
      const answer = await session.get(v3, signal);
      if (answer.status !== 404) return listV3(session, answer);
      const entries = await listV2(session, signal, answer);
      sayV2();
      return entries;
    },
    async version(signal) {
      const text = await session.optional("/version", signal);
      return text === undefined
        ? undefined
        : readServerVersion(text, `${server.label}: /version`);
    },
    discovery: (signal) => discoverServer(session, signal),
    openapiV2: (signal) => session.optional(v2, signal),
    close: () => session.close(),
  };
}

function listV3(
  session: ServerSession,
  answer: ServerAnswer,
): readonly DocumentEntry[] {
  let swagger: Promise<readonly DocumentEntry[]> | undefined;
  /** The same document as `/openapi/v2` has it, where that can be had. */
  const fromV2 = async (
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<DocumentEntry | undefined> => {
    const entries = await (swagger ??= listV2(session, signal).catch(() => []));
    return entries.find((entry) => entry.key === key);
  };
  return readIndexOf(session, answer).map((entry) => ({
    key: entry.key,
    ...(entry.hash === undefined ? {} : { hash: entry.hash }),
    label: entry.key,
    async read(signal) {
      const text = await readShared(entry.key, () =>
        session.document(entry, signal),
      );
      const whole = hasLostParameters(text)
        ? await fromV2(entry.key, signal)
        : undefined;
      return whole?.read(signal) ?? { kind: "text", text };
    },
  }));
}

function readIndexOf(
  { label }: ServerSession,
  answer: ServerAnswer,
): readonly IndexEntry[] {
  if (answer.status !== 200)
    throw refusedAnswer(label, v3, answer, answer.text);
  try {
    return parseIndex(answer.text, label);
  } catch (error) {
    const isOtherContent =
      error instanceof GenerationFailed &&
      error.diagnostics.every(({ code }) => code !== "bad-index-key");
    throw isOtherContent ? notAnApiServer(label, v3, error) : error;
  }
}

/**
 * Whether a document refers to parameters as Kubernetes does in `/openapi/v2` alone.
 *
 * Of an aggregated API server without `/openapi/v3`, the aggregator converts that document, and forgets the parameters that operations
 * share, bodies among them.
 *
 * @see https://github.com/kubernetes/kube-openapi/blob/master/pkg/openapiconv/convert.go
 */
function hasLostParameters(text: string): boolean {
  return text.includes('"#/components/parameters/');
}

/** @param missing what `/openapi/v3` answered, where that was asked first: if there is nothing here either, that is to be said */
async function listV2(
  session: ServerSession,
  signal: AbortSignal | undefined,
  missing?: ServerAnswer,
): Promise<readonly DocumentEntry[]> {
  const { label } = session;
  const answer = await session.get(v2, signal);
  if (answer.status === 404 && missing !== undefined)
    throw refusedAnswer(label, v3, missing, missing.text);
  if (answer.status !== 200)
    throw refusedAnswer(label, v2, answer, answer.text);
  const value = readSwagger(session, answer);
  return swaggerEntries(value, `${label}: ${v2}`, (key) => key);
}

function readSwagger(
  { label }: ServerSession,
  { text }: ServerAnswer,
): unknown {
  let value: unknown;
  try {
    value = parseJson(text, `${label}: ${v2}`);
  } catch (error) {
    if (text.trimStart().startsWith("{")) throw error;
    throw notAnApiServer(label, v2, error);
  }
  if (isSwagger(value)) return value;
  throw notAnApiServer(label, v2);
}
