import { vi } from "vitest";

import type { ClientModule } from "./generated-client.js";

/**
 * Does a read and a write again for as long as somebody else wrote in between: controllers do.
 *
 * The product's own way is not used here: these tests judge it.
 */
export async function writeAgain<Out>(
  { isConflict }: ClientModule,
  readAndWrite: () => Promise<Out>,
): Promise<Out> {
  const { written } = await vi.waitUntil(
    () =>
      readAndWrite().then(
        (written) => ({ written }),
        (error: unknown) => {
          if (isConflict(error)) return undefined;
          throw error;
        },
      ),
    { timeout: 30_000 },
  );
  return written;
}
