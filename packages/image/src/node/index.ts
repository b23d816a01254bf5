/**
 * Opens images and folders of this machine, and writes images.
 *
 * @module @coppice/image/node
 */
export type { ImageContent } from "./image-content.ts";
export type { LayerSource } from "./layer-source.ts";
export { type OpenImageOptions, openImage } from "./open-image.ts";
export type { OpenedImage } from "./opened-image.ts";
export type { ImageLayer } from "./read-layers.ts";
export type { OpenImageLimits } from "./reading.ts";
export type { DownloadProgress } from "./registry/download-blob.ts";
export {
  type OpenRegistryImageOptions,
  openRegistryImage,
} from "./registry/open-registry-image.ts";
export type { FindCredentials } from "./registry/registry-client.ts";
export type { Fetch } from "./registry/transport.ts";
export { type WriteImageOptions, type WrittenImage, writeImage } from "./write-image.ts";
export type { WrittenLayer } from "./write-layer.ts";
