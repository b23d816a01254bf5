import { lstat, readdir, rename } from "node:fs/promises";
import { ImageError } from "@coppice/image";

/** What is made: a folder may take the place of an empty one, a file of nothing. */
export type OutputKind = "folder" | "file";

/** Throws unless there is room for the output. */
export async function refuseExisting(target: string, kind: OutputKind): Promise<void> {
  try {
    if (kind === "folder" && (await readdir(target)).length === 0) return;
    if (kind === "file") await lstat(target);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw exists(target, kind, error);
  }
  throw exists(target, kind);
}

/** Renames the finished output; a file the system would replace, a folder only when it is empty. */
export async function moveInto(made: string, target: string, kind: OutputKind): Promise<void> {
  if (kind === "file") await refuseExisting(target, kind);
  await rename(made, target).catch((error: unknown) => {
    const code = String(errorCode(error));
    throw ["ENOTEMPTY", "EEXIST", "ENOTDIR", "EISDIR"].includes(code)
      ? exists(target, kind, error)
      : error;
  });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function exists(target: string, kind: OutputKind, cause?: unknown): ImageError {
  const what = kind === "folder" ? "exists and is no empty folder" : "exists";
  const message = `${target} ${what}; remove it or name another`;
  return new ImageError("OUTPUT_EXISTS", message, { cause });
}
