import { constants, type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { createFileIndex, ImageError, isImageError, squashLayers } from "@coppice/image";
import type { FileRange } from "./file-range.ts";
import { readTar } from "./read-tar.ts";
import type { Reading } from "./reading.ts";
import { withCode } from "./with-code.ts";

/** The files that an image is stored in: a folder or an archive. */
export interface ImageStore {
  /** What to call it in messages. */
  readonly name: string;
  /** The archive as a whole, uncompressed. */
  readonly archive?: FileRange;
  /** Whether something is at `path`. */
  holds(path: string): Promise<boolean>;
  /** The regular file at `path`, such as `index.json`; undefined when it is absent. */
  open(path: string): Promise<FileRange | undefined>;
  close(): Promise<void>;
}

/** The files of the folder at `path`; links that lead out of it are refused. */
export async function openFolderStore(path: string): Promise<ImageStore> {
  const root = await realpath(path);
  const inside = root.endsWith(sep) ? root : root + sep;
  const handles: FileHandle[] = [];
  const realOf = (file: string): Promise<string | undefined> =>
    realpath(join(root, file)).catch(() => undefined);
  return {
    name: path,
    holds: async (file) => (await realOf(file)) !== undefined,
    async open(file) {
      const real = await realOf(file);
      if (real === undefined) return undefined;
      if (real.startsWith(inside)) return openRegular(real, handles);
      throw new ImageError(
        "IMAGE_INVALID",
        `${file} leads out of the folder ${path}; copy the image with its links followed`,
      );
    },
    close: () => closeAll(handles),
  };
}

/** The files of the tar archive at `path`, which may be compressed. */
export async function openArchiveStore(path: string, reading: Reading): Promise<ImageStore> {
  const handles: FileHandle[] = [];
  const squash = squashLayers(reading.limits);
  try {
    squash.startLayer("");
    const file = await openRegular(path, handles);
    const { range } = await readTar(file, squash, reading, { name: path });
    const entries = squash.entries();
    // A download that never began must not pass for a system without packages.
    if (entries.length === 1) throw noArchive(path);
    const index = createFileIndex(entries.map(({ entry }) => entry));
    const offsets = new Map(entries.map(({ entry, content }) => [entry.path, content?.offset]));
    return {
      name: path,
      archive: range,
      holds: async (name) => index.resolve(`/${name}`).found,
      async open(name) {
        // Old versions of Docker store a layer that comes twice as a link.
        const resolution = index.resolve(`/${name}`);
        if (!resolution.found || resolution.entry.type !== "file") return undefined;
        const offset = offsets.get(resolution.path);
        if (offset !== undefined) {
          return { ...range, start: range.start + offset, size: resolution.entry.size };
        }
        const message = `${path} holds ${name} as a sparse file; unpack it and open the folder`;
        throw new ImageError("IMAGE_INVALID", message);
      },
      close: () => closeAll(handles),
    };
  } catch (error) {
    await closeAll(handles);
    const isEmpty = squash.entries().every(({ entry }) => entry.path === "/");
    const isNoArchive = isEmpty && isImageError(error) && error.code === "TAR_INVALID";
    throw isNoArchive ? noArchive(path, error) : error;
  }
}

function noArchive(path: string, cause?: unknown): ImageError {
  return new ImageError(
    "IMAGE_INVALID",
    `${path} is no tar archive or an empty one; give an OCI layout, a docker-archive or the folder of a root file system`,
    { cause },
  );
}

async function openRegular(path: string, handles: FileHandle[]): Promise<FileRange> {
  // Without O_NONBLOCK a named pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((cause: unknown) => {
    throw withCode(path, cause);
  });
  handles.push(handle);
  const facts = await handle.stat();
  if (facts.isFile()) return { handle, start: 0, size: facts.size };
  throw new ImageError("IMAGE_INVALID", `${path} is no regular file; give an image or a folder`);
}

async function closeAll(handles: FileHandle[]): Promise<void> {
  await Promise.all(handles.splice(0).map((handle) => handle.close()));
}
