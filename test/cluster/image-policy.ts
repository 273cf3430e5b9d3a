import { expect, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { uniqueName } from "./live-client.js";

/** What the policy of {@link forbidLatest} says. */
export const latestMessage = "name the version of an image, not latest";

/** Lets admission refuse deployments of an image `…:latest` in a namespace, until the test is done; resolves once it does. */
export async function forbidLatest(
  k8s: Kubernetes,
  namespace: string,
): Promise<void> {
  const { validatingAdmissionPolicies, validatingAdmissionPolicyBindings } =
    k8s.admissionregistration.v1;
  const name = uniqueName("no-latest");
  await validatingAdmissionPolicies.create({
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ["apps"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["deployments"],
          },
        ],
      },
      validations: [
        {
          expression:
            "object.spec.template.spec.containers.all(c, !c.image.endsWith(':latest'))",
          message: latestMessage,
        },
      ],
    },
  });
  onTestFinished(async () => {
    await validatingAdmissionPolicies.delete(name);
  });
  await validatingAdmissionPolicyBindings.create({
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchLabels: { "kubernetes.io/metadata.name": namespace },
        },
      },
    },
  });
  onTestFinished(async () => {
    await validatingAdmissionPolicyBindings.delete(name);
  });

  // Admission hears of it a little later.
  await expect
    .poll(() => probe(k8s, namespace), { timeout: 60_000 })
    .toContain(latestMessage);
}

/** What comes of a deployment that the policy is against; nothing is stored. */
async function probe(k8s: Kubernetes, namespace: string): Promise<string> {
  const labels = { app: "probe" };
  const containers = [{ name: "probe", image: "example.com/probe:latest" }];
  const object = {
    metadata: { name: "probe" },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
  return k8s.apps.v1
    .deployments(namespace)
    .create(object, { dryRun: true })
    .then(() => "accepted", String);
}
