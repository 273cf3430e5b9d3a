import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { readExecCredential } from "../../templates/runtime/exec-credential.js";
import { PluginFailure } from "../../templates/runtime/exec-plugin.js";
import { certificates } from "./certificates.js";
import {
  credentialAnswer,
  testPlugin,
  tokenAnswer,
  errorOf,
  v1,
  v1beta1,
} from "./exec-plugins.js";

afterEach(() => {
  vi.useRealTimers();
});

const secret = "s3cr3tness";
const { clientCertificate, clientKey, serverKey } = certificates();

/** Why an answer does not do. None of it may be in that. */
function refusal(text: string, asked = v1): string {
  try {
    readExecCredential(text, asked);
    return "none";
  } catch (error) {
    expect(error).toBeInstanceOf(PluginFailure);
    expect(String(error) + String((error as Error).cause)).not.toContain(
      secret,
    );
    return (error as Error).message;
  }
}

describe("F9 what is not JSON", () => {
  test.each([
    ["nothing", "", "printed nothing on standard output"],
    ["white space", " \n", "printed nothing on standard output"],
    ["rubbish", secret, "printed 10 characters that are not JSON"],
    ["a token alone", `eyJ.${secret}.x`, "that are not JSON"],
    ["JSON with words around", `ok {"a":"${secret}"}`, "that are not JSON"],
    [
      "half of it",
      tokenAnswer(secret).slice(0, -3),
      "characters that are not JSON",
    ],
    [
      "YAML",
      `kind: ExecCredential\napiVersion: ${v1}\nstatus: {token: ${secret}}\n`,
      "that are not JSON on standard output",
    ],
  ])("%s is refused", (_, text, why) => {
    expect(refusal(text)).toContain(why);
  });
});

describe("F6 what is no ExecCredential", () => {
  const kind = "ExecCredential";
  const status = { token: secret };
  test.each<[string, unknown, string]>([
    ["text", secret, 'not of the kind "ExecCredential"'],
    ["null", null, 'not of the kind "ExecCredential"'],
    ["a list", [{ kind }], 'not of the kind "ExecCredential"'],
    ["no kind", { apiVersion: v1, status }, 'not of the kind "ExecCredential"'],
    [
      "another kind",
      { apiVersion: v1, kind: secret, status },
      'not of the kind "ExecCredential"',
    ],
    [
      "no apiVersion",
      { kind, status },
      `was asked for "${v1}" and gave an ExecCredential of no apiVersion`,
    ],
    ["no status", { kind, apiVersion: v1 }, "without a status"],
    [
      "null as status",
      { kind, apiVersion: v1, status: null },
      "without a status",
    ],
    [
      "a status of text",
      { kind, apiVersion: v1, status: secret },
      "is no object",
    ],
  ])("%s is refused", (_, answer, why) => {
    expect(refusal(JSON.stringify(answer))).toContain(why);
  });

  test.each<[string, object, string]>([
    ["an empty status", {}, "without a credential"],
    ["empty texts", { token: "", clientKeyData: null }, "without a credential"],
    ["a number as token", { token: 1 }, "token is not a string"],
    [
      "a key of lists",
      { clientKeyData: [secret] },
      "clientKeyData is not a string",
    ],
    [
      "a token in two lines",
      { token: `${secret}\n` },
      "that no header can hold",
    ],
    ["a token in Greek", { token: `${secret}π` }, "that no header can hold"],
    [
      "a certificate without a key",
      { token: secret, clientCertificateData: clientCertificate },
      "clientCertificateData and no clientKeyData",
    ],
    [
      "a key without a certificate",
      { clientKeyData: clientKey },
      "clientKeyData and no clientCertificateData",
    ],
    [
      "a certificate that is none",
      { clientCertificateData: secret, clientKeyData: clientKey },
      "a clientCertificateData that is not a certificate in PEM",
    ],
    [
      "a key that is none",
      { clientCertificateData: clientCertificate, clientKeyData: secret },
      "a clientKeyData that is not a private key in PEM, without a passphrase",
    ],
    [
      "the key of another certificate",
      { clientCertificateData: clientCertificate, clientKeyData: serverKey },
      "a clientKeyData that is not the key of its clientCertificateData",
    ],
  ])("%s is refused", (_, content, why) => {
    expect(refusal(credentialAnswer(content))).toContain(why);
  });

  test("a key with a passphrase is refused", () => {
    const locked = execFileSync(
      "openssl",
      ["pkcs8", "-topk8", "-passout", "pass:x"],
      { input: clientKey, encoding: "utf8" },
    );
    expect(
      refusal(
        credentialAnswer({
          clientCertificateData: clientCertificate,
          clientKeyData: locked,
        }),
      ),
    ).toContain("without a passphrase");
  });

  test("a certificate whose time is over is refused", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 86_400_000 });
    const pair = credentialAnswer({
      clientCertificateData: clientCertificate,
      clientKeyData: clientKey,
    });
    expect(refusal(pair)).toMatch(
      /^gave a client certificate whose time was over at 20\d\d-/,
    );
  });
});

describe("F7 another version", () => {
  it.each([
    [v1, v1beta1],
    [v1beta1, v1],
    [v1, "client.authentication.k8s.io/v1alpha1"],
  ])("than %s is refused: %s", (asked, given) => {
    expect(refusal(credentialAnswer({ token: secret }, given), asked)).toBe(
      `was asked for "${asked}" and gave an ExecCredential of "${given}"; "apiVersion" in the kubeconfig must be the one that the program gives`,
    );
  });

  it("is not shown where it may be anything", () => {
    expect(refusal(credentialAnswer({}, secret))).toContain(
      'of another apiVersion; "apiVersion"',
    );
  });
});

describe("F11 a time", () => {
  const read = (expirationTimestamp: unknown) =>
    readExecCredential(
      credentialAnswer({ token: "t", expirationTimestamp }),
      v1,
    ).expiresAt;

  it.each([
    ["2006-01-02T15:04:05Z", Date.UTC(2006, 0, 2, 15, 4, 5)],
    ["2006-01-02T15:04:05.123456789Z", Date.UTC(2006, 0, 2, 15, 4, 5, 123)],
    ["2006-01-02T15:04:05.9Z", Date.UTC(2006, 0, 2, 15, 4, 5, 900)],
    ["2006-01-02T15:04:05+02:30", Date.UTC(2006, 0, 2, 12, 34, 5)],
    ["2006-01-02T15:04:05.000001-08:00", Date.UTC(2006, 0, 2, 23, 4, 5)],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["0001-01-01T00:00:00Z", undefined],
    [null, undefined],
  ])("%s is read", (text, ms) => {
    expect(read(text)).toBe(ms);
  });

  it.each([
    "",
    "2006-01-02",
    "2006-01-02 15:04:05Z",
    "2006-01-02T15:04:05",
    "2006-02-30T15:04:05Z",
    "2006-13-01T15:04:05Z",
    "2006-01-02T24:00:00Z",
    "2006-01-02T15:04:60Z",
    "in an hour",
    1136214245,
  ])("%j is refused", (text) => {
    expect(() => read(text)).toThrow(
      "gave a status whose expirationTimestamp is not a time as RFC 3339 has it, such as 2006-01-02T15:04:05Z",
    );
  });

  it("of the certificate ends the credential too", () => {
    const expiresAt = (expirationTimestamp?: string) =>
      readExecCredential(
        credentialAnswer({
          clientCertificateData: clientCertificate,
          clientKeyData: clientKey,
          expirationTimestamp,
        }),
        v1,
      ).expiresAt;
    const inHours = ((expiresAt() ?? 0) - Date.now()) / 3_600_000;
    expect(inHours).toBeGreaterThan(24);
    expect(inHours).toBeLessThanOrEqual(48);
    expect(expiresAt("2006-01-02T15:04:05Z")).toBe(
      Date.UTC(2006, 0, 2, 15, 4, 5),
    );
    expect(expiresAt("2100-01-01T00:00:00Z")).toBe(expiresAt());
  });
});

test("F6 the error names the user, the file and the program", async () => {
  const { answer, credentials, plugin } = testPlugin();
  answer(`{"status":{"token":"${secret}"}}`);
  const error = await errorOf(credentials().authorization());
  expect(error.name).toBe("ConfigError");
  expect(error).toMatchObject({ transient: false });
  expect(error.message).toBe(
    `${plugin.place}: the program "${process.execPath}" printed JSON that is not of the kind "ExecCredential"`,
  );
});
