const pieceLength = 1 << 16;

/**
 * Where bytes stop being text in an encoding, to a byte or the character that it is in; `undefined` where they do not. Decodes
 * piece by piece, and the piece at fault byte by byte.
 */
export function findInvalidByte(bytes: Uint8Array, label: string): number | undefined {
  const piece = firstFailure(bytes, label, 0, pieceLength);
  if (piece === undefined) return undefined;
  return firstFailure(bytes.subarray(0, piece + pieceLength), label, piece, 1) ?? piece;
}

/** Where the piece begins that cannot be decoded, of pieces that have `length` bytes from `from` on. */
function firstFailure(
  bytes: Uint8Array,
  label: string,
  from: number,
  length: number,
): number | undefined {
  const decoder = new TextDecoder(label, { fatal: true });
  let at = 0;
  try {
    while (at < bytes.length) {
      const end = at + (at < from ? pieceLength : length);
      decoder.decode(bytes.subarray(at, end), { stream: true });
      at = end;
    }
    decoder.decode();
    return undefined;
  } catch {
    return Math.min(at, bytes.length);
  }
}
