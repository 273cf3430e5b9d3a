import { failure } from "../diagnostics.js";

/** What a code of the system, of TLS or of the HTTP client comes down to, and what can be done about it from a command line. */
const kinds: readonly (readonly [codes: RegExp, code: string, hint: string])[] =
  [
    [
      /^CERT_|SELF_SIGNED|^UNABLE_TO_|^INVALID_CA$|^ERR_TLS_CERT_ALTNAME_INVALID$/,
      "untrusted-certificate",
      "--certificate-authority names the file of the authority that signed the server's certificate",
    ],
    [
      /^EPROTO$|^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
      "tls-failure",
      "check that the server speaks https: on this port, and --client-certificate and --client-key",
    ],
    [
      /^ERR_(?:SSL|TLS|OSSL)_/,
      "tls-failure",
      "check --client-certificate, --client-key and --certificate-authority",
    ],
    [
      /^HPE_/,
      "not-an-api-server",
      "what listens there does not speak HTTP: did you mean https:, or another port?",
    ],
  ];

/**
 * What it means that no answer came; anything but an error of the connection or of its configuration is given back as it is.
 *
 * The runtime's messages name the server and hold no credentials, so they are passed on.
 */
export function connectionProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "ConfigError")
    return failure(
      {
        code: "bad-configuration",
        message: error.message,
        hint: "--kubeconfig names the file and --context the context; --from builtin needs no cluster",
      },
      { cause: error },
    );
  if (error.name !== "ConnectionError") return error;
  const systemCode =
    "code" in error && typeof error.code === "string" ? error.code : "";
  const [, code, hint] = kinds.find(([codes]) => codes.test(systemCode)) ?? [
    undefined,
    "unreachable-server",
    "check that the server runs, and the network or VPN; --from builtin needs no server",
  ];
  return failure({ code, message: error.message, hint }, { cause: error });
}
