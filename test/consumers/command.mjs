import { spawn } from "node:child_process";

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options variables beside those of this process
 * @returns {Promise<{ code: number | null, output: string }>} what it wrote to both of its outputs
 */
export function run(program, args, { cwd, env = {} }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((settle, reject) => {
    child.once("error", reject);
    child.once("close", (code) => settle({ code, output }));
  });
}

/** Runs a program that is to succeed; gives what it wrote. @throws {Error} with what it wrote, where it fails */
export async function succeed(program, args, options) {
  const { code, output } = await run(program, args, options);
  if (code === 0) return output;
  throw new Error(
    `${[program, ...args].join(" ")} ended with ${code}:\n${output}`,
  );
}

/** Runs a program that is to fail; gives what it wrote. @throws {Error} where it succeeds */
export async function fail(program, args, options) {
  const { code, output } = await run(program, args, options);
  if (code !== 0) return output;
  throw new Error(`${[program, ...args].join(" ")} succeeded:\n${output}`);
}
