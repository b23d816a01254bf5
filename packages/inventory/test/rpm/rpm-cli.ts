import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether the machine has rpm, with databases of SQLite. */
export const hasRpm: boolean = spawnSync("rpm", ["--version"]).status === 0;

/** What begins a header outside of a database, of version 1. */
const magic = Uint8Array.of(0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0);

/** Makes rpm write a database of these headers; gives the file, and what rpm prints of each package by `format`. */
export function importWithRpm(
  headers: readonly Uint8Array[],
  format: string,
): { readonly database: Uint8Array; readonly lines: readonly string[] } {
  return inFolder((folder) => {
    const input = Buffer.concat(headers.flatMap((header) => [magic, header]));
    const done = spawnSync("rpmdb", ["--dbpath", folder, "--importdb"], {
      input,
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(done.stderr);
    const lines = query(folder, format);
    return { database: readFileSync(join(folder, "rpmdb.sqlite")), lines };
  });
}

/** What rpm prints of each package of an `rpmdb.sqlite`. */
export function queryWithRpm(database: string, format: string): string[] {
  return inFolder((folder) => {
    copyFileSync(database, join(folder, "rpmdb.sqlite"));
    return query(folder, format);
  });
}

function query(folder: string, format: string): string[] {
  const { stdout } = spawnSync("rpm", ["--dbpath", folder, "-qa", "--qf", format], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return stdout.split("\n").filter((line) => line !== "");
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "coppice-rpm-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
