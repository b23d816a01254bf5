/** What a path below `/var/lib/dpkg` is, as far as an edit of the database must know. */
export type DatabasePath =
  | { readonly kind: "package-record"; readonly name: string; readonly architecture?: string }
  | { readonly kind: "stale" }
  | { readonly kind: "shared" };

const folder = "/var/lib/dpkg/";

/**
 * Tells the records of one package (`info/NAME.list`, `info/NAME:ARCH.md5sums`, `status.d/NAME`) from what is shared,
 * and from copies and locks that would still speak of what is gone. Undefined for a path outside dpkg's folder.
 */
export function databasePath(path: string): DatabasePath | undefined {
  if (!path.startsWith(folder)) return undefined;
  const rest = path.slice(folder.length);
  const dot = rest.lastIndexOf(".");
  if (rest.startsWith("info/") && dot > 0) {
    const [name = "", architecture] = rest.slice("info/".length, dot).split(":");
    return record(name, architecture);
  }
  const distroless = /^status\.d\/([^/]+?)(?:\.md5sums)?$/.exec(rest);
  if (distroless?.[1] !== undefined) return record(distroless[1], undefined);
  if (/^[^/]+-old$|^available$|^lock(-frontend)?$|^(updates|tmp\.ci)\/./.test(rest)) {
    return { kind: "stale" };
  }
  return { kind: "shared" };
}

function record(name: string, architecture: string | undefined): DatabasePath {
  return architecture === undefined
    ? { kind: "package-record", name }
    : { kind: "package-record", name, architecture };
}
