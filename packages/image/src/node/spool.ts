import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";

/** A private file for what must be read again; it has no name, so that nothing is left of it whatever happens. */
export interface Spool {
  /** Bytes written so far: where the next ones will stand. */
  position(): number;
  append(bytes: Uint8Array): Promise<void>;
  /** The open file. */
  handle(): Promise<FileHandle>;
  close(): Promise<void>;
}

/** A spool in a new folder of `parent`; nothing is made before the first byte is written. */
export function createSpool(parent: string): Spool {
  let opening: Promise<FileHandle> | undefined;
  let position = 0;
  const handle = (): Promise<FileHandle> => {
    opening ??= openNameless(parent);
    return opening;
  };
  return {
    position: () => position,
    handle,
    async append(bytes) {
      const file = await handle();
      for (let done = 0; done < bytes.length; ) {
        const rest = bytes.length - done;
        const { bytesWritten } = await file.write(bytes, done, rest, position);
        done += bytesWritten;
        position += bytesWritten;
      }
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
