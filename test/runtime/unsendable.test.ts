import { join } from "node:path";
import { expect, it } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { failure, kubeconfig, open } from "./connections.js";
import { temporaryFolder, writeFiles } from "./servers.js";

const server = "https://kube.example";
const secret = "s3cr3t";
const what = "characters in it that no header can hold, such as a line break";

it.each<[keyof ConnectOptions, ConnectOptions]>([
  ["token", { token: `${secret}\n` }],
  ["token", { token: `${secret}\0` }],
  ["token", { token: `${secret}ключ` }],
  ["userAgent", { userAgent: `${secret}\r\nauthorization: x` }],
])('the option "%s" that no header can hold is refused', async (name, bad) => {
  expect(await failure({ server, ...bad })).toBe(
    `ConfigError: the option "${name}" has ${what}`,
  );
});

it("what a header can hold is taken", async () => {
  const options = { token: "t\t~é", userAgent: "mine/1 (é)" };
  await expect(open({ server, ...options })).resolves.toBeDefined();
});

it.each([`${secret}\n`, `${secret}\n${secret}`])(
  "a kubeconfig's token with a line break is refused, and taken the place of",
  async (token) => {
    const file = kubeconfig({ server }, { token });
    const message = await failure({ kubeconfig: file });
    expect(message).toBe(
      `ConfigError: "token" of the user "u" of "${file}" has ${what}`,
    );
    const options = { kubeconfig: file, token: "other" };
    await expect(open(options)).resolves.toBeDefined();
  },
);

it.each([
  ["as", { as: `${secret}\n` }],
  ["as-uid", { as: "jane", "as-uid": `${secret}\x7f` }],
  ["as-groups", { as: "jane", "as-groups": ["dev", `${secret}\r\nx: y`] }],
  ["as-user-extra", { as: "jane", "as-user-extra": { a: [`${secret}\0`] } }],
])(
  "a kubeconfig's %j with a control character is refused",
  async (field, user) => {
    const file = kubeconfig({ server }, user);
    expect(await failure({ kubeconfig: file })).toBe(
      `ConfigError: "${field}" of the user "u" of "${file}" has a control character in it, which no header can hold`,
    );
    const options = { kubeconfig: file, as: { user: "joe" } };
    await expect(open(options)).resolves.toBeDefined();
  },
);

it("whom a kubeconfig acts as may be named in any language", async () => {
  const user = { as: "ключ", "as-groups": ["система"] };
  const file = kubeconfig({ server }, user);
  await expect(open({ kubeconfig: file })).resolves.toBeDefined();
});

it("a token file with a line break in its token is refused", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { token: `${secret}\n${secret}\n` });
  const tokenFile = join(folder, "token");
  expect(await failure({ server, tokenFile })).toBe(
    `ConfigError: cannot read the token file "${tokenFile}": it has ${what}`,
  );
});
