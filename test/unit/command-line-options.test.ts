import { expect, test } from "vitest";
import { createProgram } from "../../generator/cli/program.js";
import type { CommonFlags } from "../../generator/options.js";

async function parsed(
  args: readonly string[],
): Promise<Omit<CommonFlags, "from">> {
  return new Promise((resolve, reject) => {
    const take = async (flags: Omit<CommonFlags, "from">): Promise<void> =>
      resolve(flags);
    const fail = (): Promise<never> => Promise.reject(new Error("not asked"));
    createProgram({
      init: fail,
      generate: take,
      resources: take,
      snapshot: (_, flags) => take(flags),
      diff: (_, __, flags) => take(flags),
      docs: take,
      listContexts: fail,
      currentContext: fail,
      changeContext: fail,
    })
      .parseAsync(["node", "kubewright", ...args])
      .catch(reject);
  });
}

test.each([["generate"], ["resources"], ["snapshot", "x"], ["diff", "x", "y"]])(
  "%s takes whom to act as, and the server's name, as kubectl does",
  async (...command) => {
    expect(
      await parsed([
        ...command,
        ...["--as", "jane", "--as-group", "dev", "--as-group=ops"],
        ...["--as-uid", "u", "--tls-server-name", "kube.example"],
      ]),
    ).toMatchObject({
      as: "jane",
      asGroup: ["dev", "ops"],
      asUid: "u",
      tlsServerName: "kube.example",
    });
    const flags = await parsed(command);
    expect(flags.asGroup).toBeUndefined();
    expect(flags.as).toBeUndefined();
  },
);
