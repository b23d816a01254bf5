import fc from "fast-check";

/** Copies of a file that are cut, or have some bytes changed, within the first bytes where a format's headers stand. */
export function forgeries(
  file: Uint8Array,
  from = 0,
  to: number = file.length,
): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.integer({ min: from, max: to - 1 }), byte: fc.nat(255) });
  const changed = fc.array(change, { minLength: 1, maxLength: 8 }).map((changes) => {
    const forged = file.slice();
    for (const { at, byte } of changes) forged[at] = byte;
    return forged;
  });
  const cut = fc.nat(file.length).map((length) => file.slice(0, length));
  return fc.oneof(changed, cut);
}
