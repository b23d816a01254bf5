/** What the key of a package says in a pnpm-lock.yaml. */
export interface DepPath {
  /** The package's own name; absent where the key is an address alone. */
  readonly name?: string;
  /** The version or, where the package is no registry's, the address. */
  readonly version: string;
  /** The key without its suffix for peers and patches. */
  readonly base: string;
}

/**
 * Reads the key of a package: `/name/1.0.0_peer@1.0.0` in version 5 of the format, `/name@1.0.0(peer@1.0.0)` in 6,
 * `name@1.0.0(peer@1.0.0)` in 9. Before 9 a key may begin with the host of a registry.
 */
export function parseDepPath(key: string, major: number): DepPath {
  const base = withoutSuffix(key, major);
  if (major >= 9) {
    const at = base.indexOf("@", 1);
    if (at < 0) return { version: base, base };
    return { name: base.slice(0, at), version: base.slice(at + 1), base };
  }
  const mark = base.lastIndexOf(major < 6 ? "/" : "@");
  const version = base.slice(mark + 1);
  if (mark <= 0 || !/^\d+\.\d+\.\d/.test(version)) return { version: base, base };
  const folders = base.slice(0, mark).split("/");
  const isScoped = folders.at(-2)?.startsWith("@") ?? false;
  return { name: folders.slice(isScoped ? -2 : -1).join("/"), version, base };
}

function withoutSuffix(key: string, major: number): string {
  // Versions have no underscore, names may.
  const mark = major < 6 ? key.indexOf("_", key.lastIndexOf("/") + 1) : key.indexOf("(");
  return mark < 0 ? key : key.slice(0, mark);
}
