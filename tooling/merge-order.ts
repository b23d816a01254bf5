/** One list with all names of both, each once: those of `added` come where their neighbours there are. */
export function mergeOrder(all: readonly string[], added: readonly string[]): readonly string[] {
  const merged = [...all];
  added.forEach((name, index) => {
    if (merged.includes(name)) return;
    const before = added[index - 1];
    const next = added.slice(index).find((later) => merged.includes(later));
    if (before !== undefined) merged.splice(merged.indexOf(before) + 1, 0, name);
    else merged.splice(next === undefined ? merged.length : merged.indexOf(next), 0, name);
  });
  return merged;
}
