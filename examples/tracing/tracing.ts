/**
 * A span of OpenTelemetry for each HTTP request to the API server, and its trace context in the request: with tracing turned on
 * there (`--tracing-config-file`), its own spans continue ours.
 *
 *     const k8s = await connect({ onRequest: traceRequests(trace.getTracer("kubernetes")) });
 */
import type { ConnectOptions } from "kubewright/client";

/** What is used of a tracer: that of `@opentelemetry/api` fits. */
export interface Tracer {
  startSpan(
    name: string,
    options: {
      readonly kind: number;
      readonly attributes: { [name: string]: string | number };
    },
  ): Span;
}

/** What is used of a span. */
export interface Span {
  spanContext(): {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
  };
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}

// SpanKind.CLIENT and SpanStatusCode.ERROR of @opentelemetry/api.
const client = 2;
const failed = 2;

/** An observer of requests that makes spans of them, named and described by OpenTelemetry's conventions for HTTP. */
export function traceRequests(
  tracer: Tracer,
): NonNullable<ConnectOptions["onRequest"]> {
  return ({ method, path, attempt, headers }) => {
    const span = tracer.startSpan(method, {
      kind: client,
      attributes: {
        "http.request.method": method,
        "url.path": path,
        ...(attempt > 1 ? { "http.request.resend_count": attempt - 1 } : {}),
      },
    });
    headers["traceparent"] = traceParent(span);
    return ({ status, error }) => {
      if (status !== undefined)
        span.setAttribute("http.response.status_code", status);
      // Of a client's span an answer of 4xx is an error, too.
      if (status === undefined || status >= 400) {
        const type = error instanceof Error ? error.name : String(status);
        span.setAttribute("error.type", type);
        span.setStatus({ code: failed });
      }
      span.end();
    };
  };
}

/** As https://www.w3.org/TR/trace-context/#traceparent-header has it. */
function traceParent(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const flags = traceFlags.toString(16).padStart(2, "0");
  return `00-${traceId}-${spanId}-${flags}`;
}
