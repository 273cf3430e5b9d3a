import { afterEach, describe, expect, test, vi } from "vitest";
import type { SentCredentials } from "../../templates/runtime/credentials.js";
import { certificates } from "./certificates.js";
import {
  credentialAnswer,
  errorOf,
  testPlugin,
  tokenAnswer,
  type TestPlugin,
} from "./exec-plugins.js";

afterEach(() => {
  vi.useRealTimers();
});

/** What a request would go out with now. */
async function sentBy(
  credentials: ReturnType<TestPlugin["credentials"]>,
): Promise<SentCredentials> {
  return {
    authorization: await credentials.authorization(),
    certificate: await credentials.certificate?.(),
  };
}

describe("what a plugin gave", () => {
  test("nothing is run before it is needed", async () => {
    const { credentials, runs } = testPlugin();
    credentials();
    await new Promise(setImmediate);
    expect(runs()).toEqual([]);
  });

  test("F10 is used until its time is over, and then got anew before it is sent", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2030, 0, 1) });
    const { answer, credentials, runs } = testPlugin();
    answer(tokenAnswer("one", "2030-01-01T01:00:00Z"));
    const one = credentials();
    expect(await one.authorization()).toBe("Bearer one");
    answer(tokenAnswer("two", "2030-01-01T02:00:00Z"));
    vi.setSystemTime(Date.UTC(2030, 0, 1, 1));
    expect(await one.authorization()).toBe("Bearer one");
    expect(runs()).toHaveLength(1);
    vi.setSystemTime(Date.UTC(2030, 0, 1, 1) + 1);
    expect(await one.authorization()).toBe("Bearer two");
    expect(await one.authorization()).toBe("Bearer two");
    expect(runs()).toHaveLength(2);
  });

  test("F10 without a time is used until the server does not accept it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2030, 0, 1) });
    const { answer, credentials, runs } = testPlugin();
    const one = credentials();
    const sent = await sentBy(one);
    answer(tokenAnswer("two"));
    vi.setSystemTime(Date.UTC(2050, 0, 1));
    expect(await one.authorization()).toBe("Bearer one");
    expect(await one.renew(sent)).toBe(true);
    expect(await one.authorization()).toBe("Bearer two");
    expect(runs()).toHaveLength(2);
  });

  test("F10 that is over when it comes serves the requests of one second", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2030, 0, 1) });
    const { answer, credentials, runs } = testPlugin();
    answer(tokenAnswer("old", "2006-01-02T15:04:05Z"));
    const one = credentials();
    expect(await sentBy(one)).toEqual({ authorization: "Bearer old" });
    vi.setSystemTime(Date.UTC(2030, 0, 1) + 1_000);
    expect(await one.authorization()).toBe("Bearer old");
    expect(runs()).toHaveLength(1);
    vi.setSystemTime(Date.UTC(2030, 0, 1) + 1_001);
    expect(await one.authorization()).toBe("Bearer old");
    expect(runs()).toHaveLength(2);
  });

  test("F10 requests that were refused together renew once; one that is refused with the new one, again", async () => {
    const { answer, credentials, runs } = testPlugin();
    const one = credentials();
    const sent = await sentBy(one);
    answer(tokenAnswer("two"));
    const many = Array.from({ length: 20 }, () => one.renew(sent));
    expect(new Set(await Promise.all(many))).toEqual(new Set([true]));
    // Also where its answer comes late.
    expect(await one.renew(sent)).toBe(true);
    expect(runs()).toHaveLength(2);
    // Nothing new comes: there is nothing to send again.
    expect(await one.renew(await sentBy(one))).toBe(false);
    expect(await one.renew()).toBe(false);
    expect(runs()).toHaveLength(4);
  });

  test("F10 stays, where it cannot be renewed, and why it cannot is said", async () => {
    const { answer, credentials } = testPlugin();
    const one = credentials();
    const sent = await sentBy(one);
    answer("");
    const error = await errorOf(one.renew(sent));
    expect(error.message).toContain(
      "printed nothing on standard output; it was run because the server did not accept what it gave before",
    );
    expect(await one.authorization()).toBe("Bearer one");
    answer(tokenAnswer("two"));
    expect(await one.renew(sent)).toBe(true);
  });

  test("F12 is a certificate with its key, the same until another one comes", async () => {
    const { clientCertificate, clientKey, serverCertificate, serverKey } =
      certificates();
    const pair = (clientCertificateData: string, clientKeyData: string) =>
      credentialAnswer({ clientCertificateData, clientKeyData });
    const { answer, credentials, runs } = testPlugin();
    answer(pair(clientCertificate, clientKey));
    const one = credentials();
    const sent = await sentBy(one);
    expect(sent.authorization).toBeUndefined();
    expect(sent.certificate?.certificate).toBe(clientCertificate);
    expect(sent.certificate?.key.reveal()).toBe(clientKey);
    expect(await one.certificate?.()).toBe(sent.certificate);
    expect(await one.renew(sent)).toBe(false);
    expect(await one.certificate?.()).toBe(sent.certificate);
    answer(pair(serverCertificate, serverKey));
    expect(await one.renew(sent)).toBe(true);
    const renewed = await one.certificate?.();
    expect(renewed?.certificate).toBe(serverCertificate);
    // Another request that went out with the old one.
    expect(await one.renew(sent)).toBe(true);
    expect(runs()).toHaveLength(3);
    answer(pair(clientCertificate, clientKey));
    expect(await one.renew()).toBe(true);
    expect(await one.renew()).toBe(false);
  });

  test("F12 is got anew when its certificate's time is over", async () => {
    const { clientCertificate, clientKey } = certificates();
    const { answer, credentials } = testPlugin();
    answer(
      credentialAnswer({
        clientCertificateData: clientCertificate,
        clientKeyData: clientKey,
      }),
    );
    const one = credentials();
    expect(await one.certificate?.()).toBeDefined();
    answer(tokenAnswer("two"));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 86_400_000 });
    expect(await one.authorization()).toBe("Bearer two");
    expect(await one.certificate?.()).toBeUndefined();
  });

  test("F12 F10 may be both", async () => {
    const { clientCertificate, clientKey } = certificates();
    const { answer, credentials } = testPlugin();
    answer(
      credentialAnswer({
        token: "t",
        clientCertificateData: clientCertificate,
        clientKeyData: clientKey,
      }),
    );
    expect(await sentBy(credentials())).toMatchObject({
      authorization: "Bearer t",
      certificate: { certificate: clientCertificate },
    });
  });
});
