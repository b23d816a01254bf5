import type { Spool } from "../spool.ts";

/** A few spools, each used by one at a time, so that this many can write at once. */
export interface SpoolPool {
  /** What `work` gives with a spool of its own, for which it may have to wait. */
  use<Value>(work: (spool: Spool) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** A pool of `size` spools. */
export function createSpoolPool(size: number, create: () => Spool): SpoolPool {
  const spools = Array.from({ length: size }, create);
  const free = [...spools];
  const waiting: ((spool: Spool) => void)[] = [];
  return {
    async use(work) {
      const spool =
        free.pop() ?? (await new Promise<Spool>((resolve) => void waiting.push(resolve)));
      try {
        return await work(spool);
      } finally {
        const next = waiting.shift();
        if (next) next(spool);
        else free.push(spool);
      }
    },
    async close() {
      await Promise.all(spools.map((spool) => spool.close()));
    },
  };
}
