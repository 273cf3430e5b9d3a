import { expect, test } from "vitest";
import { connectionError } from "../../templates/runtime/connection-errors.js";

const request = {
  method: "POST",
  path: "/api/v1/pods",
  server: "https://127.0.0.1",
};

test.each(["EHOSTUNREACH", "ENETUNREACH", "ECONNRESET"])(
  "%s on an open connection may have been sent, and is not sent twice",
  (code) => {
    for (const syscall of ["read", "write"])
      expect(connectionError({ code, syscall }, request).sent).toBe(true);
    expect(connectionError({ code, syscall: "connect" }, request).sent).toBe(
      false,
    );
  },
);

test.each(["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"])(
  "%s was never sent",
  (code) => {
    expect(connectionError({ code }, request).sent).toBe(false);
  },
);
