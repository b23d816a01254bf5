/**
 * An id that SPDX 2 allows for each ref, in order and each once: `SPDXRef-` and letters, digits, `.` and `-`. Refs that are
 * such ids already stay as they are. See SPDX 2.3, section 7.2.
 */
export function nameElements(refs: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>(["SPDXRef-DOCUMENT"]);
  for (const ref of refs) {
    if (!isElementId(ref) || taken.has(ref)) continue;
    names.set(ref, ref);
    taken.add(ref);
  }
  const counts = new Map<string, number>();
  for (const ref of refs) {
    if (names.has(ref)) continue;
    const plain = `SPDXRef-${ref.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
    let name = plain;
    let count = counts.get(plain) ?? 1;
    for (; taken.has(name); name = `${plain}-${count}`) count += 1;
    counts.set(plain, count);
    names.set(ref, name);
    taken.add(name);
  }
  return names;
}

function isElementId(id: string): boolean {
  return /^SPDXRef-[A-Za-z0-9.-]+$/.test(id);
}
