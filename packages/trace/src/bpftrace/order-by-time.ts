/** Something that happened at a time, in microseconds, and takes about so many bytes to keep. */
export interface Timed {
  readonly micros: number;
  readonly text: string;
}

/** Holds records until none from before them can come any more. */
export interface TimeOrder<Item extends Timed> {
  add(item: Item): void;
  /** Hands on all that is held. */
  flush(): void;
}

/**
 * How late a record can come. Each processor has a queue of its own, and bpftrace empties one after the other, so that
 * the records of two come in any order within one round.
 */
const latest = 2_000_000;

/** About what a record takes without its text. */
const recordBytes = 200;

/**
 * Hands on records in the order of their times, and those of the same time as they came. Those that take more than
 * `limit` bytes are not held longer, whatever their times.
 */
export function orderByTime<Item extends Timed>(
  take: (item: Item) => void,
  limit: number,
): TimeOrder<Item> {
  let held: Item[] = [];
  let heldBytes = 0;
  let newest = 0;
  /** Where the time must be before it is worth while to sort. */
  let due = Number.POSITIVE_INFINITY;

  function release(before: number): void {
    held.sort((a, b) => a.micros - b.micros);
    let count = held.findIndex(({ micros }) => micros >= before);
    if (count < 0) count = held.length;
    const released = held;
    held = released.slice(count);
    heldBytes = held.reduce((sum, item) => sum + bytesOf(item), 0);
    due = (held[0]?.micros ?? Number.POSITIVE_INFINITY) + 2 * latest;
    for (let index = 0; index < count; index++) {
      const item = released[index];
      if (item) take(item);
    }
  }

  return {
    add(item) {
      held.push(item);
      heldBytes += bytesOf(item);
      newest = Math.max(newest, item.micros);
      due = Math.min(due, item.micros + 2 * latest);
      if (newest >= due) release(newest - latest);
      if (heldBytes > limit) {
        const middle = held[held.length >> 1];
        release(Math.max(middle?.micros ?? 0, newest - latest));
        if (heldBytes > limit) release(Number.POSITIVE_INFINITY);
      }
    },
    flush() {
      release(Number.POSITIVE_INFINITY);
      newest = 0;
    },
  };
}

function bytesOf({ text }: Timed): number {
  return recordBytes + 2 * text.length;
}
