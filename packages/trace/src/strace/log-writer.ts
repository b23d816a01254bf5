/** Gathers lines into pieces. */
export interface LogWriter {
  /** Adds a line with the pid in front of it. */
  write(pid: number, line: Uint8Array): void;
  /** Whether there is enough for a piece. */
  isFull(): boolean;
  /** Takes what there is; without the end of the last line when that had none. */
  take(withoutEnd?: boolean): Uint8Array;
}

const pieceBytes = 1 << 16;

export function createLogWriter(): LogWriter {
  const encoder = new TextEncoder();
  let piece = new Uint8Array(2 * pieceBytes);
  let length = 0;
  return {
    write(pid, line) {
      const head = encoder.encode(`${pid} `);
      const end = length + head.length + line.length + 1;
      if (end > piece.length) {
        const larger = new Uint8Array(2 * end);
        larger.set(piece.subarray(0, length));
        piece = larger;
      }
      piece.set(head, length);
      piece.set(line, length + head.length);
      piece[end - 1] = 0x0a;
      length = end;
    },
    isFull: () => length >= pieceBytes,
    take(withoutEnd = false) {
      const taken = piece.slice(0, withoutEnd ? length - 1 : length);
      length = 0;
      return taken;
    },
  };
}
