import type { EventPath } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import type { Place } from "./place.ts";

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
  const copy = createOpenFiles();
  for (const [number, file] of files.byNumber) if (keeps(file)) openFile(total, copy, number, file);
  return copy;
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
  if (total.count > total.limit) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `the log shows more than ${total.limit} open files at one time; raise limits.openFiles to read it`,
    );
  }
}

export function closeFile(total: OpenFileCount, files: OpenFiles, number: number): void {
  if (files.byNumber.delete(number)) total.count--;
}
