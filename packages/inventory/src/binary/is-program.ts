import type { FileEntry } from "@coppice/types";
import type { FileFormat } from "../file-format.ts";

/** Whether the file is a program or library of any system. */
export function isProgram(entry: FileEntry, format: FileFormat | undefined): boolean {
  return entry.type === "file" && (format === "elf" || format === "pe" || format === "mach-o");
}
