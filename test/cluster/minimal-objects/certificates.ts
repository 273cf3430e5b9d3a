import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { inject } from "vitest";

import type { KnownObject } from "../../../output/manifests.js";

const apiVersion = "certificates.k8s.io/v1";
const signerName = "example.com/none";

/** A request to sign a certificate, as openssl makes it: for a common name, or for nobody. */
export function certificateRequest(
  format: "DER" | "PEM",
  commonName?: string,
): string {
  const request = execFileSync(
    "openssl",
    [
      ...["req", "-new", "-outform", format, "-nodes", "-keyout", "/dev/null"],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
      ...["-subj", commonName === undefined ? "/" : `/CN=${commonName}`],
    ],
    { stdio: "pipe" },
  );
  return request.toString("base64");
}

/** The least that a server takes for the kinds that hold certificates, or ask for them. A test gives the names. */
export function certificateObjects(): readonly KnownObject[] {
  return [
    {
      apiVersion,
      kind: "CertificateSigningRequest",
      spec: {
        request: certificateRequest("PEM", "none"),
        signerName,
        usages: ["client auth"],
      },
    },
    {
      apiVersion,
      kind: "ClusterTrustBundle",
      spec: {
        trustBundle: readFileSync(
          inject("cluster").certificateAuthority,
          "utf8",
        ),
      },
    },
    {
      apiVersion,
      kind: "PodCertificateRequest",
      spec: {
        signerName,
        nodeName: "none",
        nodeUID: "none",
        podName: "none",
        podUID: "none",
        serviceAccountName: "none",
        serviceAccountUID: "none",
        stubPKCS10Request: certificateRequest("DER"),
      },
    },
  ];
}
