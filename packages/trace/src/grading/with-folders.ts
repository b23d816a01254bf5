import { parentPath } from "@coppice/image";
import type { BomFile } from "@coppice/types";

/** Files with the folders that they are in, since a path leads nowhere whose folder is not listed. */
export function withFolders(files: readonly BomFile[]): readonly BomFile[] {
  const listed = new Set(files.map(({ path }) => path));
  const folders: BomFile[] = [];
  for (const { path } of files) {
    for (let folder = parentPath(path); !listed.has(folder); folder = parentPath(folder)) {
      listed.add(folder);
      if (folder !== "/") folders.push({ ...unlisted, path: folder });
    }
  }
  return folders.length > 0 ? [...files, ...folders] : files;
}

const unlisted = {
  ...{ type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0 },
  attribution: { kind: "unowned" },
} as const satisfies Omit<BomFile, "path">;
