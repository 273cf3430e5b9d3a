import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { republish } from "./crd-server.js";
import {
  boat,
  crane,
  expectSameAsAnew,
  generate,
  generated,
  quay,
  type Ran,
} from "./harbour.js";
import type { Project } from "./project.js";

describe("what is kept for it", () => {
  const kept = ({ cache }: Project): string =>
    join(
      cache,
      "outputs",
      readdirSync(join(cache, "outputs")).find((name) =>
        name.endsWith(".schemas.json"),
      ) ?? "",
    );

  test("is taken for nothing where it is damaged, or of another run", async () => {
    const { server, project } = await generated();
    const whole = JSON.parse(readFileSync(kept(project), "utf8")) as {
      shared: readonly (readonly string[])[];
    };
    const { shared } = whole;
    const damaged = [
      "{",
      ...[
        { contents: "another" },
        { islands: [["a", [1]]] },
        { wellKnown: [] },
        {
          shared: shared.map(([name, ...home]) => [
            name,
            "a/v1",
            ...home.slice(1),
          ]),
        },
      ].map((wrong) => JSON.stringify({ ...whole, ...wrong })),
    ];
    for (const [at, text] of damaged.entries()) {
      writeFileSync(kept(project), text);
      const properties = { [`field${String(at)}`]: { type: "string" } };
      await republish(server, [{ ...boat, properties }, quay, crane]);
      expect((await generate(project)).made).toBe("all");
    }
    await expectSameAsAnew(project, server);
  });

  test("is of no use where a file of the client, or the document as it was, is not there any more", async () => {
    const { server, project } = await generated();
    const change = async (name: string): Promise<Ran> => {
      const properties = { [name]: { type: "string" } };
      await republish(server, [{ ...boat, properties }, quay, crane]);
      return generate(project);
    };
    writeFileSync(join(project.out, "cargo.example.com/v1/types.ts"), "mine");
    const { made, said } = await change("a");
    expect([made, said]).toEqual([
      "all",
      expect.stringContaining("warning[edited-file]"),
    ]);
    for (const folder of readdirSync(join(project.cache, "documents")))
      for (const file of readdirSync(join(project.cache, "documents", folder)))
        writeFileSync(join(project.cache, "documents", folder, file), "");
    expect((await change("b")).made).toBe("all");
    await expectSameAsAnew(project, server);
  });
});
