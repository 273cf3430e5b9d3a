import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as errors from "../../templates/runtime/errors.js";
import { ApiError, isApiError } from "../../templates/runtime/errors.js";
import { explainErrors } from "../../templates/runtime/explain-errors.js";

explainErrors();

function apiError(status: number, body: unknown): ApiError {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new ApiError({ method: "GET", path: "/api/v1/x", status, text });
}

function statusError(
  code: number,
  reason: string,
  rest: object = {},
): ApiError {
  return apiError(code, {
    kind: "Status",
    status: "Failure",
    code,
    reason,
    ...rest,
  });
}

describe("the message", () => {
  it("says what was asked, and what the server said", () => {
    const error = statusError(404, "NotFound", {
      message: 'pods "x" not found',
      details: { name: "x", kind: "pods" },
    });
    expect(error.message).toBe(
      'GET /api/v1/x: 404 NotFound: pods "x" not found',
    );
    expect(error).toMatchObject({
      name: "ApiError",
      status: 404,
      code: 404,
      reason: "NotFound",
      method: "GET",
      path: "/api/v1/x",
      details: { name: "x", kind: "pods" },
      body: { kind: "Status" },
    });
  });

  it("has the causes of a 422 one by one", () => {
    const message =
      'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be positive, spec.selector: Required value]';
    const causes = [
      {
        field: "spec.replicas",
        message: "Invalid value: -1: must be positive",
      },
      { field: "spec.selector", message: "Required value" },
    ];
    expect(
      statusError(422, "Invalid", { message, details: { causes } }).message,
    ).toBe(`GET /api/v1/x: 422 Invalid: Deployment.apps "web" is invalid:
  spec.replicas: Invalid value: -1: must be positive
  spec.selector: Required value`);
  });

  it("says that no credentials were sent, where the user is anonymous", () => {
    const message = 'forbidden: User "system:anonymous" cannot get path "/"';
    expect(statusError(403, "Forbidden", { message }).message).toContain(
      "no credentials were sent",
    );
  });

  it("names the RBAC rule that a 403 lacks", () => {
    const message =
      'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" in the namespace "default"';
    expect(statusError(403, "Forbidden", { message }).message).toContain(
      '{ apiGroups: ["apps"], resources: ["deployments/scale"], resourceNames: ["web"], verbs: ["patch"] }',
    );
  });

  it("shows the beginning of a body that is not a Status, on one line", () => {
    const error = apiError(502, `<html>\n  ${"x".repeat(500)}</html>`);
    expect(error.message).toBe(
      `GET /api/v1/x: 502 Unknown: <html> ${"x".repeat(193)}…`,
    );
    expect(error.body).toBeUndefined();
    expect(apiError(404, "404 page not found\n").message).toBe(
      "GET /api/v1/x: 404 NotFound: 404 page not found",
    );
    expect(apiError(503, "").message).toBe(
      "GET /api/v1/x: 503 ServiceUnavailable",
    );
    expect(apiError(500, '{"kind":"Sta').message).toContain('{"kind":"Sta');
  });
});

describe("a credential that comes back in an answer", () => {
  const token = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln+/=";
  it.each([
    ["a text", `upstream refused authorization: Bearer ${token}`],
    ["a text whose end is cut", `${"x".repeat(180)} Bearer  ${token}`],
    ["a page", `<pre>Authorization: Basic\n${token}</pre>`],
    [
      "a Status",
      { kind: "Status", message: `cannot use "Bearer ${token}"`, code: 401 },
    ],
    [
      "the causes of a Status",
      {
        kind: "Status",
        reason: "Invalid",
        details: { causes: [{ message: `not Bearer ${token}` }] },
      },
    ],
  ])("is not shown: %s", (_, body) => {
    const error = apiError(401, body);
    expect(error.message).toMatch(/(Bearer|Basic) \[redacted\]/);
    expect(inspect(error, { depth: 9 })).not.toContain(token.slice(0, 8));
  });

  it("is not shown from the frame of a watch", () => {
    const { message } = new ApiError({
      method: "WATCH",
      path: "/api/v1/x",
      status: 500,
      body: { kind: "Status", message: `Bearer ${token}` },
    });
    expect(message).toBe(
      "WATCH /api/v1/x: 500 InternalError: Bearer [redacted]",
    );
  });
});

describe("the predicates", () => {
  const cases: [name: keyof typeof errors, code: number, reason: string][] = [
    ["isBadRequest", 400, "BadRequest"],
    ["isUnauthorized", 401, "Unauthorized"],
    ["isForbidden", 403, "Forbidden"],
    ["isNotFound", 404, "NotFound"],
    ["isMethodNotAllowed", 405, "MethodNotAllowed"],
    ["isAlreadyExists", 409, "AlreadyExists"],
    ["isConflict", 409, "Conflict"],
    ["isGone", 410, "Expired"],
    ["isGone", 410, "Gone"],
    ["isRequestTooLarge", 413, "RequestEntityTooLarge"],
    ["isUnsupportedMediaType", 415, "UnsupportedMediaType"],
    ["isInvalid", 422, "Invalid"],
    ["isTooManyRequests", 429, "TooManyRequests"],
    ["isInternalError", 500, "InternalError"],
    ["isServiceUnavailable", 503, "ServiceUnavailable"],
    ["isTimeout", 504, "Timeout"],
    ["isTimeout", 500, "ServerTimeout"],
  ];
  const predicates = [...new Set(cases.map(([name]) => name))];
  const holding = (error: unknown): string[] =>
    predicates.filter((name) =>
      (errors[name] as (error: unknown) => boolean)(error),
    );

  it.each(cases)("%s knows %d %s, and no other does", (name, code, reason) => {
    expect(holding(statusError(code, reason))).toEqual([name]);
  });

  it("go by the status where the server gave no reason", () => {
    expect(holding(apiError(404, "page not found"))).toEqual(["isNotFound"]);
  });

  it("know the errors of another client by their brand, and nothing else", () => {
    const foreign = Object.assign(new Error("x"), {
      [Symbol.for("kubewright.ApiError")]: true,
      reason: "NotFound",
    });
    expect(holding(foreign)).toEqual(["isNotFound"]);
    expect(isApiError(foreign)).toBe(true);
    for (const other of [
      null,
      undefined,
      "x",
      { reason: "NotFound" },
      new Error(),
    ])
      expect(holding(other)).toEqual([]);
  });
});
