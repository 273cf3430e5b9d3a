/** How many documents are asked for at a time: more do not make a server faster. */
const concurrency = 8;

/** Does something with each item, a few at a time, and gives the results in the order of the items. The first error ends it. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}
