/** The last bytes of a frame's content, which what follows may refer back to, and those to give away. */
export interface ZstdOutput {
  /** Holds the content up to `end`. */
  readonly bytes: Uint8Array;
  end: number;
  /** Content up to here was given away. */
  given: number;
}

/** The output of a frame that nothing was written to. */
export function startOutput(): ZstdOutput {
  return { bytes: new Uint8Array(0), end: 0, given: 0 };
}

/** A copy of what was not given away yet. */
export function giveOutput(output: ZstdOutput): Uint8Array {
  const part = output.bytes.slice(output.given, output.end);
  output.given = output.end;
  return part;
}

/**
 * The output with room for `length` more bytes, after the last `windowBytes`. It grows with the content and not with
 * what a header claims; the bytes before the window go in large steps, so that moving it costs little. All content has
 * to be given away before.
 */
export function makeRoom(output: ZstdOutput, length: number, windowBytes: number): ZstdOutput {
  const { bytes, end } = output;
  if (end + length <= bytes.length) return output;
  const most = windowBytes + Math.max(1 << 20, windowBytes >> 1) + length;
  const kept = Math.min(end, windowBytes);
  const wanted = Math.min(most, Math.max(2 * bytes.length, 2 * length));
  const room = wanted > bytes.length ? new Uint8Array(wanted) : bytes;
  room.set(bytes.subarray(end - kept, end));
  return { bytes: room, end: kept, given: kept };
}
