import { setImmediate } from "node:timers/promises";

const batchSize = 32;

/**
 * Does `work` on every item, some at a time, and gives the results in the order of the items. Between batches others
 * have their turn, also where the work waits for nothing.
 */
export async function* inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  for (let at = 0; at < items.length; at += batchSize) {
    yield* await Promise.all(items.slice(at, at + batchSize).map(work));
    await setImmediate();
  }
}
