/**
 * Opens a container image or a folder as a file tree, and writes one back.
 *
 * @module @coppice/image
 */
export { decodeName } from "./decode-name.ts";
export { encodeName } from "./encode-name.ts";
export { comparePaths, createFileIndex, type FileIndex } from "./file-index.ts";
export { ImageError, type ImageErrorCode, isImageError } from "./image-error.ts";
export type { Descriptor, Platform } from "./parse-descriptor.ts";
export { type DockerArchiveImage, parseDockerManifest } from "./parse-docker-manifest.ts";
export { type ImageConfiguration, parseImageConfiguration } from "./parse-image-configuration.ts";
export { type ImageIndex, parseImageIndex } from "./parse-image-index.ts";
export { type ImageManifest, parseImageManifest } from "./parse-image-manifest.ts";
export { renderTar, type TarInput } from "./render-tar.ts";
export { renderTarHeader } from "./render-tar-header.ts";
export {
  joinPath,
  type Lookup,
  parentPath,
  type ResolvePathOptions,
  resolvePath,
} from "./resolve-path.ts";
export { type ScanTarOptions, scanTar } from "./scan-tar.ts";
export {
  type LayerSquash,
  type SquashedEntry,
  type SquashLimits,
  type SquashMember,
  squashLayers,
} from "./squash-layers.ts";
export type { TarLimits } from "./tar-limits.ts";
export type { TarMember, TarMemberType } from "./tar-member.ts";
