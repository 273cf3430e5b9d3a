import { emitWarning } from "./process-warning.js";
import type { Transport } from "./types.js";

/** Something that the server wants told, though it did what was asked: a version of an API that goes away, a field it does not know. */
export interface ServerWarning {
  readonly text: string;
  /** 299 for all that Kubernetes says itself. */
  readonly code: number;
  /** Who says so; Kubernetes itself puts `-`. */
  readonly agent: string;
  /** Of the first request that it came with. */
  readonly method: string;
  readonly path: string;
}

/** Called with each warning of the server, once for each text. What it throws is told by `process.emitWarning`. */
export type WarningHandler = (warning: ServerWarning) => void;

/** So many texts are remembered as told; the oldest are forgotten first. */
const longestMemory = 1_000;

/**
 * A transport whose answers' `Warning` headers reach a handler, each text once.
 *
 * Default: those of code 299, as with kubectl, become warnings of the process, which Node.js prints:
 * `(node:1234) KubernetesWarning: …`.
 */
export function withWarnings(
  transport: Transport,
  handler: WarningHandler = warnProcess,
): Transport {
  const told = new Set<string>();
  return {
    async request(request) {
      const response = await transport.request(request);
      const { method, path } = request;
      for (const warning of parseWarnings(response.headers["warning"])) {
        if (told.has(warning.text)) continue;
        told.add(warning.text);
        for (const oldest of told)
          if (told.size > longestMemory) told.delete(oldest);
          else break;
        tell(handler, { ...warning, method, path });
      }
      return response;
    },
    close: () => transport.close(),
    closeSignal: transport.closeSignal,
  };
}

function tell(handler: WarningHandler, warning: ServerWarning): void {
  try {
    handler(warning);
  } catch (error) {
    emitWarning(`"onWarning" failed: ${String(error)}`, "KubernetesWarning");
  }
}

function warnProcess({ code, text }: ServerWarning): void {
  if (code === 299) emitWarning(text, "KubernetesWarning");
}

// code agent "text" "date", and the next after a comma: https://www.rfc-editor.org/rfc/rfc7234#section-5.5
const oneWarning =
  /\s*(\d{3}) ([^\s"]+) "((?:[^"\\]|\\.)*)"\s*(?:"[^"]*"\s*)?(?:,|$)/y;

type WarningText = Pick<ServerWarning, "agent" | "code" | "text">;

/** Reads `Warning` headers, several in one as well; from where one is not to be understood, the rest of its header is left. */
export function parseWarnings(
  header: string | readonly string[] | undefined,
): WarningText[] {
  const warnings: WarningText[] = [];
  for (const value of typeof header === "string" ? [header] : (header ?? [])) {
    const text = asUtf8(value);
    oneWarning.lastIndex = 0;
    for (;;) {
      const [, code, agent = "", quoted = ""] = oneWarning.exec(text) ?? [];
      if (code === undefined) break;
      const unquoted = quoted.replace(/\\(.)/g, "$1");
      if (unquoted !== "" && !/\p{Cc}/u.test(unquoted))
        warnings.push({ code: Number(code), agent, text: unquoted });
      if (oneWarning.lastIndex >= text.length) break;
    }
  }
  return warnings;
}

/** Kubernetes sends UTF-8, which some HTTP clients give as if each byte were a character. */
function asUtf8(value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value;
  const bytes = Uint8Array.from(value, (letter) => letter.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}
