import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";

/** A private file for what must be read again; it has no name, so that nothing is left of it whatever happens. */
export interface Spool {
  /** Bytes added so far: where the next ones will stand. */
  position(): number;
  /** Takes a copy of the bytes, and waits until there is not much left to write. */
  append(bytes: Uint8Array): Promise<void>;
  /** Takes a copy of the bytes, which stays in memory until {@link drain}. */
  add(bytes: Uint8Array): void;
  /** Whether so much stays in memory that it should be drained before more is added. */
  isFull(): boolean;
  /** Writes all but the last few of what was added. */
  drain(): Promise<void>;
  /** The open file, with all that was added. */
  handle(): Promise<FileHandle>;
  close(): Promise<void>;
}

/** Small pieces are gathered to writes of this size. */
const gatheredBytes = 1 << 20;
const maximumBuffers = 4;

/** A spool in a new folder of `parent`; nothing is made before the first bytes are written. */
export function createSpool(parent: string): Spool {
  let opening: Promise<FileHandle> | undefined;
  let position = 0;
  let written = 0;
  let gathered: Uint8Array = new Uint8Array(0);
  let filled = 0;
  let full: Uint8Array[] = [];
  /** Buffers that were written, for further use. */
  const free: Uint8Array[] = [];

  const file = (): Promise<FileHandle> => {
    opening ??= openNameless(parent);
    return opening;
  };

  function add(bytes: Uint8Array): void {
    position += bytes.length;
    for (let taken = 0; taken < bytes.length; ) {
      if (filled === gathered.length) {
        if (filled > 0) full.push(gathered);
        gathered = free.pop() ?? new Uint8Array(gatheredBytes);
        filled = 0;
      }
      const length = Math.min(bytes.length - taken, gathered.length - filled);
      const isWhole = taken === 0 && length === bytes.length;
      gathered.set(isWhole ? bytes : bytes.subarray(taken, taken + length), filled);
      filled += length;
      taken += length;
    }
  }

  async function write(bytes: Uint8Array): Promise<void> {
    const handle = await file();
    for (let done = 0; done < bytes.length; ) {
      const rest = bytes.length - done;
      const { bytesWritten } = await handle.write(bytes, done, rest, written);
      done += bytesWritten;
      written += bytesWritten;
    }
  }

  async function drain(): Promise<void> {
    const parts = full;
    full = [];
    for (const part of parts) {
      await write(part);
      free.push(part);
    }
  }

  return {
    position: () => position,
    add,
    isFull: () => full.length > maximumBuffers,
    drain,
    async append(bytes) {
      add(bytes);
      await drain();
    },
    async handle() {
      await drain();
      const rest = gathered.subarray(0, filled);
      gathered = free.pop() ?? new Uint8Array(0);
      filled = 0;
      await write(rest);
      return file();
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

async function openNameless(parent: string): Promise<FileHandle> {
  const folder = await mkdtemp(join(parent, "coppice-"));
  try {
    return await open(join(folder, "spool"), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
