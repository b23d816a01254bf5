/**
 * Opens images and folders of this machine, and writes images.
 *
 * @module @coppice/image/node
 */
export type { ImageContent } from "./image-content.ts";
export { type OpenImageOptions, openImage } from "./open-image.ts";
export type { OpenedImage } from "./opened-image.ts";
export type { ImageLayer } from "./read-layers.ts";
export type { OpenImageLimits } from "./reading.ts";
export { type WriteImageOptions, type WrittenImage, writeImage } from "./write-image.ts";
