import { existsSync } from "node:fs";

import { type Browser, chromium } from "playwright-core";
import { rolldown } from "rolldown";

const executablePath = "/usr/bin/chromium";

/** Whether there is Chromium, as Debian has it. In CI it is to be: what needs it fails there where it is not. */
export const hasChromium: boolean =
  existsSync(executablePath) || process.env["CI"] !== undefined;

/** Starts Chromium without a window. It has no sandbox, which root and containers cannot have. */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox"],
    // A machine with much else to do starts it in its own time.
    timeout: 120_000,
  });
}

/** Bundles a script for browsers into a folder, as an ES module. @throws {Error} where there is anything to say of it */
export async function bundleForBrowsers(
  input: string,
  file: string,
): Promise<void> {
  const build = await rolldown({
    input,
    platform: "browser",
    onLog: (level, { message }) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  await build.write({ file, format: "es" });
  await build.close();
}
