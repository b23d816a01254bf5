import type { EventPath, FileEvent } from "@coppice/types";
import type { PlacePath } from "../containers/cache-paths.ts";
import { type TraceeEvent, textArgument } from "./tracee-event.ts";

/** Use of a file that an event shows. */
export interface TracedFile {
  readonly kind: FileEvent["kind"];
  readonly path: EventPath;
}

/** Which argument of an event has a path, and what is done with it. */
interface PathArgument {
  readonly name: string;
  /** `protection`: read, or mapped as code, as the argument `prot` says. */
  readonly kind: FileEvent["kind"] | "protection";
  /** The kernel made it of the file; else it is what the program gave. */
  readonly real?: boolean;
  /** Argument with what the program gave for it, but in execve(2), where it is the script's name for all that is opened. */
  readonly given?: string;
}

const real = (kind: PathArgument["kind"], name = "pathname"): PathArgument[] => [
  { name, kind, real: true },
];
const given = (kind: PathArgument["kind"], name = "pathname"): PathArgument[] => [{ name, kind }];

const pathArguments: ReadonlyMap<string, readonly PathArgument[]> = new Map(
  Object.entries({
    do_mmap: real("protection"),
    do_truncate: real("write"),
    file_modification: real("write", "file_path"),
    inotify_watch: real("stat"),
    kernel_write: real("write"),
    __kernel_write: real("write"),
    load_elf_phdrs: real("map"),
    magic_write: real("write"),
    security_bprm_check: real("exec"),
    security_bprm_creds_for_exec: real("exec"),
    security_file_mprotect: real("protection"),
    security_file_open: [{ name: "pathname", kind: "open", real: true, given: "syscall_pathname" }],
    security_inode_rename: [...real("remove", "old_path"), ...real("write", "new_path")],
    security_inode_unlink: real("remove"),
    security_kernel_read_file: real("read"),
    security_mmap_file: real("protection"),
    security_path_notify: real("stat"),
    security_post_read_file: real("read"),
    shared_object_loaded: real("map"),
    vfs_read: real("read"),
    vfs_readv: real("read"),
    vfs_utimes: real("write"),
    vfs_write: real("write"),
    vfs_writev: real("write"),
    // System calls.
    access: given("stat"),
    creat: given("write"),
    execve: given("exec"),
    execveat: given("exec"),
    faccessat: given("stat"),
    faccessat2: given("stat"),
    lstat: given("stat"),
    newfstatat: given("stat"),
    open: given("open"),
    openat: given("open"),
    openat2: given("open"),
    readlink: given("stat"),
    readlinkat: given("stat"),
    rename: [...given("remove", "oldpath"), ...given("write", "newpath")],
    renameat: [...given("remove", "oldpath"), ...given("write", "newpath")],
    renameat2: [...given("remove", "oldpath"), ...given("write", "newpath")],
    stat: given("stat"),
    statx: given("stat"),
    truncate: given("write", "path"),
    unlink: given("remove"),
    unlinkat: given("remove"),
  } satisfies Record<string, readonly PathArgument[]>),
);

/** The files that an event uses; see `executedFiles` for those of `sched_process_exec`. */
export function tracedFiles({ name, args, syscall }: TraceeEvent, place: PlacePath): TracedFile[] {
  const executes = syscall?.startsWith("execve") ?? false;
  return (pathArguments.get(name) ?? []).flatMap((argument) => {
    const path = textArgument(args, argument.name);
    if (path === undefined) return [];
    const { kind } = argument;
    return [
      {
        kind: kind === "protection" ? protectionKind(textArgument(args, "prot")) : kind,
        path: placeBoth(
          path,
          argument.given && !executes ? textArgument(args, argument.given) : undefined,
          argument.real ?? false,
          place,
        ),
      },
    ];
  });
}

/** `PROT_EXEC` of mmap(2). */
const protExec = 4;

/** `prot` is a number, or words where Tracee parses arguments. */
function protectionKind(prot = ""): FileEvent["kind"] {
  return prot.includes("PROT_EXEC") || (Number(prot) & protExec) !== 0 ? "map" : "read";
}

/** Where a path lies that a program gave by one name, where that is absolute, and the kernel made another of. */
function placeBoth(
  path: string,
  asked: string | undefined,
  isReal: boolean,
  place: PlacePath,
): EventPath {
  const placed = place(path, isReal);
  if (!placed.known || !asked?.startsWith("/") || asked === path) return placed;
  const first = place(asked);
  return first.known ? { ...first, real: placed.path } : placed;
}

/**
 * The files that `sched_process_exec` shows: the program, whose path the kernel made; the script, which is what was
 * asked for where the kernel went on with another; and the program's loader.
 */
export function executedFiles({ args }: TraceeEvent, place: PlacePath): TracedFile[] {
  const path = textArgument(args, "pathname");
  const asked = textArgument(args, "cmdpath");
  const interpreter = textArgument(args, "interp") ?? asked;
  const loader = textArgument(args, "interpreter_pathname");
  const files: TracedFile[] = [];
  if (asked !== undefined && asked !== interpreter)
    files.push({ kind: "exec", path: place(asked) });
  if (path !== undefined) {
    files.push({ kind: "exec", path: placeBoth(path, interpreter, true, place) });
  } else if (interpreter !== undefined) files.push({ kind: "exec", path: place(interpreter) });
  if (loader !== undefined) files.push({ kind: "map", path: place(loader, true) });
  return files;
}
