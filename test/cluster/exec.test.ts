import { describe, expect, inject, onTestFinished } from "vitest";

import { test } from "./live-client.js";
import { runPod } from "./running-pods.js";

describe.runIf(inject("cluster").whole)("exec on a real server", () => {
  // kwok neither hands the end of standard input on to a program, nor says with which code it ended: see kubelet-exec.test.ts.
  test("complaint 18: the server takes the end of standard input for what it is, and the session goes on", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace);
    const script = "read line; sleep 0.2; echo $line";
    const session = await pods.exec(name, ["sh", "-c", script], {
      stdin: true,
    });
    expect(session.protocol).toBe("v5.channel.k8s.io");
    await session.stdin.write("grüße\n");
    await session.stdin.end();
    expect(await session.stdout.text()).toBe("grüße\n");
    expect((await session.exit).code).toBe(0);
  });

  test("that fails is an error with the server's words where it knows no code", async ({
    k8s,
    live,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace);
    const error: unknown = await pods
      .execOutput(name, ["sh", "-c", "exit 5"])
      .catch((e) => e);
    expect(live.isInternalError(error)).toBe(true);
    expect((error as Error).message).toContain("exit status 5");
  });

  test("gives standard output and standard error apart, whole", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = await runPod(k8s, namespace);
    const script = "head -c 3000000 /dev/zero | tr '\\0' x; echo oh >&2";
    const output = await pods.execOutput(name, ["sh", "-c", script], {
      container: "main",
    });
    expect(output).toMatchObject({ code: 0, stderr: "oh\n" });
    expect(output.stdout).toBe("x".repeat(3_000_000));
    const input = "y".repeat(2_000_000);
    const count = ["sh", "-c", "head -c 2000000 | wc -c"];
    expect(await pods.execOutput(name, count, { input })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ *2000000\n$/) as unknown,
    });
  });

  test("gives a terminal, with a size", async ({ k8s, namespace }) => {
    const name = await runPod(k8s, namespace);
    const session = await k8s.core.v1
      .pods(namespace)
      .exec(name, ["sh"], { stdin: true, tty: true });
    await session.resize({ columns: 91, rows: 17 });
    await session.stdin.write("test -t 0 && echo is-a-$((40 + 2))\n");
    await session.stdin.write("stty size\n");
    let text = "";
    for await (const chunk of session.stdout) {
      text += Buffer.from(chunk).toString("utf8");
      // kwok does not wait for what the program writes last: it is asked to end once all is here.
      if (text.includes("is-a-42") && text.includes("17 91")) break;
    }
    await session.stdin.write("exit\n");
    expect((await session.exit).code).toBe(0);
  });

  test("on a pod, and in a container, that is not there is what the server says", async ({
    k8s,
    live,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const missing: unknown = await pods.exec("none", ["ls"]).catch((e) => e);
    expect(live.isNotFound(missing)).toBe(true);
    const name = await runPod(k8s, namespace);
    const container = "none";
    const other: unknown = await pods
      .exec(name, ["ls"], { container })
      .catch((e) => e);
    expect(live.isBadRequest(other)).toBe(true);
    expect((other as Error).message).toContain("container none is not valid");
  });

  test("complaint 22: two groups that are impersonated are two, for exec as for requests", async ({
    k8s,
    live,
    namespace,
  }) => {
    const name = await runPod(k8s, namespace);
    const allow = async (group: string, verbs: string[], resource: string) => {
      const role = { metadata: { name: group } };
      await k8s.rbacAuthorization.v1.roles(namespace).create({
        ...role,
        rules: [{ apiGroups: [""], resources: [resource], verbs }],
      });
      await k8s.rbacAuthorization.v1.roleBindings(namespace).create({
        ...role,
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "Role",
          name: group,
        },
        subjects: [
          { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group },
        ],
      });
    };
    await allow("readers", ["get"], "pods");
    await allow("runners", ["create", "get"], "pods/exec");
    const { kubeconfig } = inject("cluster");
    const as = async (...groups: string[]) => {
      const other = await live.connect({
        kubeconfig,
        as: { user: "jane", groups },
      });
      onTestFinished(() => other.close());
      return other.core.v1.pods(namespace);
    };
    const both = await as("readers", "runners");
    await expect
      .poll(() =>
        both.execOutput(name, ["echo", "hi"]).catch((e) => e as Error),
      )
      .toMatchObject({ stdout: "hi\n" });
    expect((await both.get(name)).metadata.name).toBe(name);
    const one = await as("readers");
    const error: unknown = await one.exec(name, ["ls"]).catch((e) => e);
    expect(live.isForbidden(error)).toBe(true);
    expect((error as Error).message).toContain("pods/exec");
  });
});
