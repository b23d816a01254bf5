import type { EventPath } from "@coppice/types";
import type { Place } from "../places/place.ts";
import { TraceError } from "../trace-error.ts";

/** An open file descriptor. */
export interface OpenFile {
  /** What events say of it; absent for a socket. */
  readonly path?: EventPath;
  readonly place?: Place | undefined;
  readonly closeOnExec: boolean;
  /** What a socket was bound to. */
  readonly address?: string;
}

/** A table of descriptors, of one process or of threads that share it. */
export interface OpenFiles {
  readonly byNumber: Map<number, OpenFile>;
  owners: number;
}

/** How many descriptors there are in all tables, and may be. */
export interface OpenFileCount {
  count: number;
  readonly limit: number;
  /** How many were gone through, fork by fork, which a log may ask for in proportion to how much of it was read. */
  visited: number;
  logBytes: number;
}

export function createOpenFiles(): OpenFiles {
  return { byNumber: new Map(), owners: 1 };
}

export function shareOpenFiles(files: OpenFiles): OpenFiles {
  files.owners++;
  return files;
}

/** Copies the descriptors for which `keeps` holds. */
export function copyOpenFiles(
  total: OpenFileCount,
  files: OpenFiles,
  keeps: (file: OpenFile) => boolean = () => true,
): OpenFiles {
  visitOpenFiles(total, files);
  const copy = createOpenFiles();
  for (const [number, file] of files.byNumber) if (keeps(file)) openFile(total, copy, number, file);
  return copy;
}

/** A table that its process shares with no other. */
export function ownOpenFiles(total: OpenFileCount, files: OpenFiles): OpenFiles {
  if (files.owners === 1) return files;
  const own = copyOpenFiles(total, files);
  releaseOpenFiles(total, files);
  return own;
}

/** Lets go of a table; the last owner's letting go closes its files. */
export function releaseOpenFiles(total: OpenFileCount, files: OpenFiles): void {
  if (--files.owners === 0) total.count -= files.byNumber.size;
}

export function openFile(
  total: OpenFileCount,
  files: OpenFiles,
  number: number,
  file: OpenFile,
): void {
  const before = files.byNumber.size;
  files.byNumber.set(number, file);
  total.count += files.byNumber.size - before;
  checkCount(total);
}

export function closeFile(total: OpenFileCount, files: OpenFiles, number: number): void {
  if (files.byNumber.delete(number)) total.count--;
}

/** Asks to go through all of a table, which a log can be made to want again and again. */
export function visitOpenFiles(total: OpenFileCount, { byNumber }: OpenFiles): void {
  chargeVisits(total, byNumber.size);
}

/** How many are gone through: far more than in earnest, and enough for a log of little but forks. */
const visitsPerFile = 2;
const visitsPerByte = 16;

/** Asks to go through this many files, processes or names in links. */
export function chargeVisits(total: OpenFileCount, count: number): void {
  total.visited += count;
  if (total.visited <= visitsPerFile * total.limit + visitsPerByte * total.logBytes) return;
  throw new TraceError(
    "LIMIT_EXCEEDED",
    `the log makes its reader go through open files, processes, links and mounts ${total.visited} times within ` +
      `${total.logBytes} bytes; raise limits.openFiles to read it`,
  );
}

/** What keeping and copying a name takes, in open files that are kept and gone through. */
const [filesPerName, visitsPerName] = [4, 32];

/** Counts names that the log changed among the open files. */
export function countNames(total: OpenFileCount, more: number): void {
  total.count += filesPerName * more;
  checkCount(total);
}

/** Asks to copy this many names. */
export function chargeCopies(total: OpenFileCount, count: number): void {
  chargeVisits(total, visitsPerName * count);
}

function checkCount(total: OpenFileCount): void {
  if (total.count <= total.limit) return;
  throw new TraceError(
    "LIMIT_EXCEEDED",
    `the log shows more than ${total.limit} open files, links and mounts at one time; raise limits.openFiles to read it`,
  );
}
