interface Platform {
  readonly process?: {
    emitWarning?(warning: string | Error, type?: string): void;
  };
  readonly console?: { warn(warning: unknown): void };
}

/** Tells whoever runs the program: as a warning of the process where there is one, else on the console. It ends nothing. */
export function emitWarning(text: string, type: string): void {
  const { process, console } = globalThis as unknown as Platform;
  if (process?.emitWarning !== undefined) process.emitWarning(text, type);
  else console?.warn(`${type}: ${text}`);
}

/** Makes an error that nobody takes visible, in the same way. */
export function warn(error: unknown): void {
  const { process, console } = globalThis as unknown as Platform;
  if (process?.emitWarning === undefined) console?.warn(error);
  else
    process.emitWarning(
      error instanceof Error ? error : new Error(String(error)),
    );
}
