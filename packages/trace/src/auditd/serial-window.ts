/** Sees which numbers of a log that counts up are missing. */
export interface SerialWindow {
  /** Takes a record with this number. Says `restarted` when the numbers begin anew. */
  take(serial: number, offset: number): "counted" | "restarted";
  /** Takes the end of what counts up. */
  end(): void;
}

/** How far numbers may be from their place: more than the processors of a host mix them up. */
const width = 1024;

/**
 * Calls `onGap` with how many numbers are missing between the smallest and the largest one, for each run of them, and
 * the offset of the record that came after. Memory and time for a number do not depend on how large it is.
 */
export function createSerialWindow(onGap: (count: number, offset: number) => void): SerialWindow {
  /** For each number from `next` on, one more than the offset of its first record; 0 when there was none. */
  const seen = new Float64Array(width);
  let next = -1;
  let missing = 0;
  /** A number was seen, so that those after it must be there. */
  let begun = false;

  function settle(until: number): void {
    const steps = Math.min(until - next, width);
    const first = next % width;
    for (let step = 0; step < steps; step++) {
      const slot = (first + step) % width;
      const known = seen[slot] ?? 0;
      if (known > 0) {
        if (missing > 0) onGap(missing, known - 1);
        missing = 0;
        begun = true;
        seen[slot] = 0;
      } else if (begun) missing++;
    }
    if (begun) missing += until - next - steps;
    next = until;
  }

  function restart(serial: number): void {
    next = Math.max(0, serial - width / 2);
    missing = 0;
    begun = false;
  }

  return {
    take(serial, offset) {
      let verdict: "counted" | "restarted" = "counted";
      if (next < 0) restart(serial);
      else if (serial < next - width) {
        this.end();
        restart(serial);
        verdict = "restarted";
      }
      if (serial >= next + width) settle(serial - width + 1);
      if (serial >= next && seen[serial % width] === 0) seen[serial % width] = offset + 1;
      return verdict;
    },
    end() {
      if (next >= 0) settle(next + width);
      next = -1;
    },
  };
}
