import type { FileEvent } from "@coppice/types";

/** What a system call means to the reader. */
export interface AuditCall {
  readonly name: string;
  readonly act: AuditAct;
  /** Use of the file that its path leads to; absent when its paths are of no interest. */
  readonly use?: FileEvent["kind"];
  /** Which argument has the flags of an open, or the protection of a mapping. */
  readonly flags?: number;
  /** Which argument is the folder that a relative path starts from, and that of a path which is made. */
  readonly folder?: number;
  readonly madeIn?: number;
}

/** What is done with a call beside the use of its paths. */
type AuditAct =
  | "use"
  | "exec"
  | "open"
  | "map"
  | "bind"
  | "listen"
  | "accept"
  | "connect"
  | "socketcall"
  | "exit"
  | "close"
  | "io_uring";

/** Architectures with tables of their own, in the order of the numbers in {@link calls}. */
const [x86, i386, generic, arm, ppc64, s390x] = [0, 1, 2, 3, 4, 5];

/** Values of `arch=` (`linux/audit.h`); the newer architectures have the generic table. */
const architectures: ReadonlyMap<number, number> = new Map([
  [0xc000003e, x86],
  [0x40000003, i386],
  [0xc00000b7, generic],
  [0xc00000f3, generic],
  [0x400000f3, generic],
  [0xc0000102, generic],
  [0x40000028, arm],
  [0xc0000015, ppc64],
  [0x80000015, ppc64],
  [0x80000016, s390x],
]);

type Facts = Omit<AuditCall, "name">;

const looks: Facts = { act: "use", use: "stat" };
const looksAt: Facts = { ...looks, folder: 0 };
const writes: Facts = { act: "use", use: "write" };
const writesAt: Facts = { ...writes, folder: 0, madeIn: 0 };
const removes: Facts = { act: "use", use: "remove" };

/** Calls, and their numbers for each architecture, `-` where it has none; the last column holds for the rest. */
const calls: readonly (readonly [names: string, facts: Facts])[] = [
  ["execve 59 11 221 11 11 11", { act: "exec" }],
  ["execveat 322 358 281 387 362 354", { act: "exec", folder: 0 }],
  ["open 2 5 - 5 5 5", { act: "open", use: "open", flags: 1 }],
  ["creat 85 8 - 8 8 8", { act: "open", use: "write" }],
  ["openat 257 295 56 322 286 288", { act: "open", use: "open", flags: 2, folder: 0, madeIn: 0 }],
  ["openat2 437 437 437 437 437 437", { act: "open", use: "open", folder: 0, madeIn: 0 }],
  ["mmap 9 - 222 - 90 -", { act: "map", flags: 2 }],
  ["mmap2 - 192 - 192 192 -", { act: "map", flags: 2 }],
  ["stat 4 106 - 106 106 106", looks],
  ["stat64 - 195 - 195 195 -", looks],
  ["lstat 6 107 - 107 107 107", looks],
  ["lstat64 - 196 - 196 196 -", looks],
  ["newfstatat 262 - 79 - - 293", looksAt],
  ["fstatat64 - 300 - 327 291 -", looksAt],
  ["statx 332 383 291 397 383 379", looksAt],
  ["access 21 33 - 33 33 33", looks],
  ["faccessat 269 307 48 334 298 300", looksAt],
  ["faccessat2 439 439 439 439 439 439", looksAt],
  ["statfs 137 99 43 99 99 99", looks],
  ["statfs64 - 268 - 266 252 265", looks],
  ["readlink 89 85 - 85 85 85", looks],
  ["readlinkat 267 305 78 332 296 298", looksAt],
  ["getxattr 191 229 8 229 212 227", looks],
  ["lgetxattr 192 230 9 230 213 228", looks],
  ["listxattr 194 232 11 232 215 230", looks],
  ["llistxattr 195 233 12 233 216 231", looks],
  ["name_to_handle_at 303 341 264 370 345 335", looksAt],
  ["inotify_add_watch 254 292 27 317 276 285", looks],
  ["chdir 80 12 49 12 12 12", looks],
  ["chroot 161 61 51 61 61 61", looks],
  ["mkdir 83 39 - 39 39 39", writes],
  ["mkdirat 258 296 34 323 287 289", writesAt],
  ["mknod 133 14 - 14 14 14", writes],
  ["mknodat 259 297 33 324 288 290", writesAt],
  ["chmod 90 15 - 15 15 15", writes],
  ["fchmodat 268 306 53 333 297 299", writesAt],
  ["fchmodat2 452 452 452 452 452 452", writesAt],
  ["chown 92 182 - 182 181 212", writes],
  ["chown32 - 212 - 212 - -", writes],
  ["lchown 94 16 - 16 16 198", writes],
  ["lchown32 - 198 - 198 - -", writes],
  ["fchownat 260 298 54 325 289 291", writesAt],
  ["truncate 76 92 45 92 92 92", writes],
  ["truncate64 - 193 - 193 193 -", writes],
  ["utime 132 30 - 30 30 30", writes],
  ["utimes 235 271 - 269 251 313", writes],
  ["utimensat 280 320 88 348 304 315", writesAt],
  ["futimesat 261 299 - 326 290 292", writesAt],
  ["setxattr 188 226 5 226 209 224", writes],
  ["lsetxattr 189 227 6 227 210 225", writes],
  ["removexattr 197 235 14 235 218 233", writes],
  ["lremovexattr 198 236 15 236 219 234", writes],
  ["symlink 88 83 - 83 83 83", writes],
  ["symlinkat 266 304 36 331 295 297", { ...writes, madeIn: 1 }],
  ["link 86 9 - 9 9 9", looks],
  ["linkat 265 303 37 330 294 296", { ...looksAt, madeIn: 2 }],
  ["unlink 87 10 - 10 10 10", removes],
  ["unlinkat 263 301 35 328 292 294", { ...removes, folder: 0 }],
  ["rmdir 84 40 - 40 40 40", removes],
  ["rename 82 38 - 38 38 38", looks],
  ["renameat 264 302 38 329 293 295", { ...looksAt, madeIn: 2 }],
  ["renameat2 316 353 276 382 357 347", { ...looksAt, madeIn: 2 }],
  ["connect 42 362 203 283 328 362", { act: "connect" }],
  ["bind 49 361 200 282 327 361", { act: "bind" }],
  ["listen 50 363 201 284 329 363", { act: "listen" }],
  ["accept 43 - 202 285 330 -", { act: "accept" }],
  ["accept4 288 364 242 366 344 364", { act: "accept" }],
  ["socketcall - 102 - 102 102 102", { act: "socketcall" }],
  ["exit_group 231 252 94 248 234 248", { act: "exit" }],
  ["close 3 6 57 6 6 6", { act: "close" }],
  ["io_uring_setup 425 425 425 425 425 425", { act: "io_uring" }],
];

const byName = new Map<string, AuditCall>();
const byNumber: readonly Map<number, AuditCall>[] = [
  new Map(),
  new Map(),
  new Map(),
  new Map(),
  new Map(),
  new Map(),
];
for (const [row, facts] of calls) {
  const [name = "", ...numbers] = row.split(" ");
  const call: AuditCall = { name, ...facts };
  byName.set(name, call);
  for (const [table, number] of numbers.entries()) {
    if (number !== "-") byNumber[table]?.set(Number(number), call);
  }
}

/** Numbers of the x32 ABI have this bit set, and are those of x86-64 otherwise, but for some (`asm/unistd_x32.h`). */
const x32 = 0x40000000;
const x32Calls: ReadonlyMap<number, string> = new Map([
  [x32 + 520, "execve"],
  [x32 + 545, "execveat"],
]);

/** The calls of an architecture, by number; `undefined` for one that has no table here. */
export function callsOf(arch: number): ReadonlyMap<number, AuditCall> | undefined {
  const table = architectures.get(arch);
  return table === undefined ? undefined : byNumber[table];
}

/** The call of this number, of those that say something of files, processes or the network. */
export function findCall(
  table: ReadonlyMap<number, AuditCall>,
  number: number,
): AuditCall | undefined {
  if (number < x32) return table.get(number);
  const name = x32Calls.get(number);
  return name === undefined ? table.get(number - x32) : byName.get(name);
}

/** The call of this name. */
export function callNamed(name: string): AuditCall | undefined {
  return byName.get(name);
}

/** What `ausearch -i` calls architectures (`libaudit`'s `machinetab.h`). */
const machines: readonly (readonly [beginning: string, table: number])[] = [
  ["x86_64", x86],
  ["i", i386],
  ["aarch64", generic],
  ["riscv", generic],
  ["loongarch", generic],
  ["arm", arm],
  ["ppc64", ppc64],
  ["s390x", s390x],
];

/** The calls of an architecture by the name that `ausearch -i` gives it; `undefined` for one that has no table here. */
export function callsOfMachine(name: string): ReadonlyMap<number, AuditCall> | undefined {
  const table = machines.find(([beginning]) => name.startsWith(beginning))?.[1];
  return table === undefined ? undefined : byNumber[table];
}

/** Operations of io_uring that have paths (`linux/io_uring.h`), by the call that does the same. */
const ringOperations: ReadonlyMap<number, string> = new Map([
  [18, "openat2"],
  [21, "statx"],
  [28, "openat2"],
  [35, "renameat2"],
  [36, "unlinkat"],
  [37, "mkdirat"],
  [38, "symlinkat"],
  [39, "linkat"],
]);

/** The call that does what an operation of io_uring does. */
export function ringCall(operation: number): AuditCall | undefined {
  const name = ringOperations.get(operation);
  return name === undefined ? undefined : byName.get(name);
}
