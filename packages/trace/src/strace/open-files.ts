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
  /** How many were gone through, fork by fork, and may be: the latter grows with the log. */
  visited: number;
  visitable: number;
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

/** Asks to go through all of a table, which a log can be made to want again and again. */
export function visitOpenFiles(total: OpenFileCount, { byNumber }: OpenFiles): void {
  total.visited += byNumber.size;
  if (total.visited > total.visitable) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      "the log has processes with very many open files fork or close them all very often; read it in parts",
    );
  }
}
