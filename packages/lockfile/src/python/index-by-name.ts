import { pushTo } from "../data/push-to.ts";
import type { DraftPackage } from "../lockfile-reader.ts";
import { normalizePythonName } from "./normalize-python-name.ts";

/** Finds the keys of all packages of a name, however it is spelt. The arrays are shared. */
export function indexByName(
  packages: readonly Pick<DraftPackage, "key" | "name">[],
): (name: string) => readonly string[] {
  const keys = new Map<string, string[]>();
  for (const { key, name } of packages) {
    pushTo(keys, normalizePythonName(name), key);
  }
  return (name) => keys.get(normalizePythonName(name)) ?? [];
}
