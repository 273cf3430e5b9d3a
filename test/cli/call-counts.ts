import { Session } from "node:inspector/promises";

/** A function of this project. */
export interface Counted {
  /** The end of the path of its file. */
  readonly file: string;
  readonly name: string;
}

/** Does some work, and says how often V8 saw each function called meanwhile: nothing is put in the place of any. */
export async function countCalls(
  functions: readonly Counted[],
  work: () => Promise<void>,
): Promise<readonly number[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", {
      callCount: true,
      detailed: false,
    });
    await work();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return functions.map(({ file, name }) => {
      const counts = result
        .filter(({ url }) => url.endsWith(file))
        .flatMap((script) => script.functions)
        .filter(({ functionName }) => functionName === name)
        .map(({ ranges }) => ranges[0]?.count ?? 0);
      return counts.reduce((sum, each) => sum + each, 0);
    });
  } finally {
    await session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}
