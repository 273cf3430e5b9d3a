import { failure } from "../diagnostics.js";

interface Kind {
  /** The codes of the system, of TLS or of the HTTP client that come down to it. */
  readonly codes: RegExp;
  readonly code: string;
  /** What can be done about it from a command line. */
  readonly hint: string;
}

const kinds: readonly Kind[] = [
  {
    codes:
      /^CERT_|SELF_SIGNED|^UNABLE_TO_|^INVALID_CA$|^ERR_TLS_CERT_ALTNAME_INVALID$/,
    code: "untrusted-certificate",
    hint: "--certificate-authority names the file of the authority that signed the server's certificate",
  },
  {
    codes: /^EPROTO$|^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
    code: "tls-failure",
    hint: "check that the server speaks https: on this port, and --client-certificate and --client-key",
  },
  {
    codes: /^ERR_(?:SSL|TLS|OSSL)_/,
    code: "tls-failure",
    hint: "check --client-certificate, --client-key and --certificate-authority",
  },
  {
    codes: /^HPE_/,
    code: "not-an-api-server",
    hint: "what listens there does not speak HTTP: did you mean https:, or another port?",
  },
];

const unreachable: Omit<Kind, "codes"> = {
  code: "unreachable-server",
  hint: "check that the server runs, and the network or VPN; --from builtin needs no server",
};

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
  const { code, hint } =
    kinds.find(({ codes }) => codes.test(systemCode)) ?? unreachable;
  return failure({ code, message: error.message, hint }, { cause: error });
}
