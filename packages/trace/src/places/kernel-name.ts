const deletedMark = " (deleted)";

/** Files in memory, which have no path though the kernel shows one: memfd_create(2), shmat(2), hugetlb, io_setup(2). */
const inMemory: readonly string[] = ["/memfd:", "/SYSV", "/anon_hugepage", "/[aio]"];

/**
 * The path of a file by the name that the kernel made of it (`d_path`), without its mark for deleted files; `undefined`
 * for what is no file in a folder, such as `pipe:[1]`, `anon_inode:[eventfd]`, `/memfd:x (deleted)`, `[heap]`, `//anon`.
 */
export function nameOfFile(given: string): string | undefined {
  if (!given.startsWith("/")) return given.startsWith(unreachable) ? given : undefined;
  if (given.startsWith("//")) return undefined;
  if (!given.endsWith(deletedMark)) return given.startsWith("/memfd:") ? undefined : given;
  if (inMemory.some((beginning) => given.startsWith(beginning))) return undefined;
  return given.slice(0, -deletedMark.length);
}

/** What stands before a path that is not below the root of whoever asked. */
const unreachable = "(unreachable)";
