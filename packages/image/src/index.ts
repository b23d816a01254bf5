/**
 * Opens a container image or a folder as a file tree, and writes one back.
 *
 * @module @coppice/image
 */
export { decodeName } from "./decode-name.ts";
export { encodeName } from "./encode-name.ts";
export { comparePaths, createFileIndex, type FileIndex, indexFiles } from "./file-index.ts";
export { ImageError, type ImageErrorCode, isImageError } from "./image-error.ts";
export type {
  LayerDeletion,
  LayerSquash,
  SquashedContent,
  SquashedEntry,
  SquashLimits,
  SquashMember,
} from "./layer-squash.ts";
export { type AuthenticateChallenge, parseAuthenticate } from "./parse-authenticate.ts";
export {
  type CredentialsFile,
  parseCredentialsFile,
  type RegistryCredentials,
} from "./parse-credentials-file.ts";
export { type Descriptor, isDigest, type Platform } from "./parse-descriptor.ts";
export { type DockerArchiveImage, parseDockerManifest } from "./parse-docker-manifest.ts";
export { type ImageConfiguration, parseImageConfiguration } from "./parse-image-configuration.ts";
export { type ImageIndex, parseImageIndex } from "./parse-image-index.ts";
export { type ImageManifest, parseImageManifest } from "./parse-image-manifest.ts";
export { type ManifestType, parseManifestType } from "./parse-manifest-type.ts";
export { type ImageReference, parseReference } from "./parse-reference.ts";
export { renderReference } from "./render-reference.ts";
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
export type { SparsePart } from "./sparse-part.ts";
export { squashLayers } from "./squash-layers.ts";
export type { TarLimits } from "./tar-limits.ts";
export type { TarMember, TarMemberFacts, TarMemberType } from "./tar-member.ts";
export { createTarScanner, type TarScanner } from "./tar-scanner.ts";
export type { TarToken } from "./tar-tokens.ts";
export {
  type DecompressZstdOptions,
  decompressZstd,
  type ZstdLimits,
} from "./zstd/decompress-zstd.ts";
