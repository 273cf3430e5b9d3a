import { expect } from "vitest";

/** What the task `life` of test/platforms gives, wherever it runs. */
export function expectedLife(namespace: string): object {
  const b = '"b":"grüße, 世界"';
  return {
    applied: { a: "1", b: "grüße, 世界" },
    conflict: true,
    patched: { b: "grüße, 世界" },
    names: expect.arrayContaining(["platform"]) as unknown,
    seen: [
      'ADDED {"a":"1"}',
      `MODIFIED {"a":"1",${b}}`,
      `MODIFIED {${b}}`,
      `DELETED {${b}}`,
    ],
    missing: `GET /api/v1/namespaces/${namespace}/configmaps/platform: 404 NotFound: configmaps "platform" not found`,
    aborted: "enough",
    closed: expect.stringContaining("the client is closed") as unknown,
  };
}
