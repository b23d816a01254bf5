/**
 * Whether two values of the qualifier `distro` can name the same release: with the same id, such as `debian` in `debian-12`, and
 * versions of which one says more than the other (`12` and `12.5`), as tools write as much of a version as they know.
 */
export function isSameDistro(a: string, b: string): boolean {
  if (a === b) return true;
  const one = splitDistro(a);
  const other = splitDistro(b);
  return (
    one.id === other.id &&
    one.version !== "" &&
    other.version !== "" &&
    (one.version.startsWith(`${other.version}.`) || other.version.startsWith(`${one.version}.`))
  );
}

/** `opensuse-leap-15.5` is `opensuse-leap` and `15.5`; some tools write the version alone. */
function splitDistro(text: string): { readonly id: string; readonly version: string } {
  const start = text.lastIndexOf("-") + 1;
  const isVersioned = /^[0-9]/.test(text.slice(start));
  return isVersioned
    ? { id: text.slice(0, start), version: text.slice(start) }
    : { id: text, version: "" };
}
