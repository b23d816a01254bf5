/**
 * Opens a container image or a folder as a file tree, and writes one back.
 *
 * @module @coppice/image
 */
export { comparePaths, createFileIndex, type FileIndex } from "./file-index.ts";
export {
  joinPath,
  type Lookup,
  parentPath,
  type ResolvePathOptions,
  resolvePath,
} from "./resolve-path.ts";
