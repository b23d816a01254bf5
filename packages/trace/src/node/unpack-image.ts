import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { renderTar, type TarInput } from "@coppice/image";
import type { FileTree } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import { requireTool, searchPath } from "./require-tool.ts";
import { endOf } from "./start-gated.ts";

/**
 * Writes the files of an image to an existing folder, with their owners, modes, times, links, devices and extended
 * attributes, by way of `tar`.
 *
 * @throws A {@link TraceError} with code `TOOL_MISSING` or `RECORD_FAILED`.
 */
export async function unpackImage(
  tree: FileTree,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await requireTool("tar");
  const child = spawn(
    "tar",
    ["-x", "-p", "--numeric-owner", "--same-owner", "--xattrs", "--xattrs-include=*", "-C", folder],
    { env: { PATH: searchPath }, stdio: ["pipe", "ignore", "pipe"] },
  );
  const ended = endOf(child);
  const written = pipeline(Readable.from(renderTar(inputsOf(tree))), child.stdin, { signal });
  const broken = await written.then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  );
  const { status, failure } = await ended;
  signal?.throwIfAborted();
  // When tar breaks off it says why, and a pipe that is closed says nothing.
  if (broken && !isClosedPipe(broken.cause)) throw broken.cause;
  if (status !== 0)
    throw new TraceError("RECORD_FAILED", `tar cannot unpack the image: ${failure}`);
}

/** Sockets are made by whoever listens on them, and tar has none. */
function* inputsOf(tree: FileTree): Generator<TarInput> {
  const late: TarInput[] = [];
  for (const entry of tree.entries()) {
    if (entry.type === "socket") continue;
    // A hard link can come before the file that it names.
    if (entry.hardLink !== undefined) late.push({ entry });
    else yield entry.type === "file" ? { entry, content: tree.read(entry.path) } : { entry };
  }
  yield* late;
}

function isClosedPipe(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EPIPE";
}
