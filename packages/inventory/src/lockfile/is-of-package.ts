/** Folders whose contents package managers put there. */
const folders = new Set(["node_modules", "site-packages", "dist-packages"]);

/** Whether a lockfile lies in an installed package: it was of its development, and says nothing of this system. */
export function isOfPackage(path: string): boolean {
  const names = path.split("/");
  return names.some(
    (name, at) => folders.has(name) || (name === "gems" && /-\d/.test(names[at + 1] ?? "")),
  );
}
