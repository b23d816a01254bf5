import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder for the files of one test file. */
export interface WorkFolder {
  place(name: string): string;
  /** Writes a file and gives its place. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  read(name: string): Promise<string>;
}

/** Makes a folder before the tests of the file that calls this, and takes it away after them. */
export function workFolder(): WorkFolder {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "coppice-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const place = (name: string): string => join(folder, name);
  return {
    place,
    write: async (name, content) => {
      await writeFile(place(name), content);
      return place(name);
    },
    read: (name) => readFile(place(name), "utf8"),
  };
}
