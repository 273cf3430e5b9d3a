/** Makes an error that nobody takes visible, by the platform's own way of doing so; it ends nothing. */
export function warn(error: unknown): void {
  const { process, reportError } = globalThis as {
    process?: { emitWarning?: (warning: Error) => void };
    reportError?: (error: unknown) => void;
  };
  if (process?.emitWarning !== undefined)
    process.emitWarning(
      error instanceof Error ? error : new Error(String(error)),
    );
  else reportError?.(error);
}
