import { mergeOrder } from "./merge-order.ts";

/** Entries of each type, each with the versions that have it where not all do. */
export type MergedTypes = ReadonlyMap<string, readonly string[]>;

/**
 * The types of all versions in one table. An entry ends in `|` with the first version that has it (the digit after
 * `1.`) and the last one, where it is not there from the first to the last; the entries of every version keep its order.
 */
export function mergeTypes(
  versions: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
): MergedTypes {
  const digits = [...versions.keys()].map((version) => version.slice(2)).sort();
  const merged = new Map<string, readonly string[]>();
  for (const digit of digits.toReversed()) {
    for (const [type, entries] of versions.get(`1.${digit}`) ?? []) {
      const all = mergeOrder(merged.get(type) ?? [], entries);
      merged.set(type, all);
      const own = all.filter((entry) => entries.includes(entry));
      if (own.join() !== entries.join()) throw new Error(`1.${digit} orders ${type} otherwise`);
    }
  }
  const names = shortNames([...merged.keys()]);
  return new Map(
    [...merged].map(([type, all]) => {
      const entries = all.map((entry) => {
        const having = digits.filter((digit) =>
          versions.get(`1.${digit}`)?.get(type)?.includes(entry),
        );
        const typed = digits.filter((digit) => versions.get(`1.${digit}`)?.has(type));
        const [first = "", last = ""] = [having[0], having.at(-1)];
        if (Number(last) - Number(first) + 1 !== having.length) {
          throw new Error(`${type} has ${entry} in versions with others between them`);
        }
        const named = entry.replace(
          /[A-Za-z0-9]+(\.[A-Za-z0-9]+)+/g,
          (name) => names.get(name) ?? name,
        );
        if (last !== typed.at(-1)) return `${named}|${first}${last}`;
        return first === typed[0] ? named : `${named}|${first}`;
      });
      return [names.get(type) ?? type, entries];
    }),
  );
}

/** For each path, the shortest end of it that no other has. */
function shortNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const ends = (path: string): readonly string[] =>
    path.split(".").map((_, index, parts) => parts.slice(parts.length - 1 - index).join("."));
  return new Map(
    paths.map((path) => {
      const free = ends(path).find((end) =>
        paths.every((other) => other === path || !`.${other}`.endsWith(`.${end}`)),
      );
      return [path, free ?? path];
    }),
  );
}
