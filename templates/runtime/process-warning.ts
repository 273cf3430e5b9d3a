/** Tells whoever runs the program: as a warning of the process where there is one, else on the console. */
export function emitWarning(text: string, type: string): void {
  const { process, console } = globalThis as unknown as {
    process?: { emitWarning?: (text: string, type: string) => void };
    console?: { warn(text: string): void };
  };
  if (process?.emitWarning !== undefined) process.emitWarning(text, type);
  else console?.warn(`${type}: ${text}`);
}
