import { ImageError, type Platform } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { isSameReference } from "./is-same-reference.ts";
import { hostPlatform, renderPlatform } from "./platform.ts";
import { platformDistance } from "./platform-distance.ts";

/** Which of several images is meant. */
export interface ImageWish {
  readonly platform: Platform | undefined;
  readonly reference: string | undefined;
}

/** What an image can be chosen by. */
export interface Choosable {
  readonly names: readonly string[];
  readonly digest?: Digest;
  /** Digests of the indexes that list it with what it is for other platforms. */
  readonly indexes?: readonly Digest[];
  readonly platform?: Platform | undefined;
}

/** The images that `reference` names; all without one. */
export function namedImages<Image extends Choosable>(
  images: readonly Image[],
  reference: string | undefined,
  store: string,
): readonly Image[] {
  const named = images.filter(
    ({ names, digest, indexes }) =>
      reference === undefined ||
      reference === digest ||
      indexes?.includes(reference) ||
      names.some((name) => isSameReference(name, reference)),
  );
  if (named.length > 0) return named;
  const what = reference === undefined ? "no image" : `no image named ${reference}`;
  throw new ImageError("IMAGE_ABSENT", `${store} holds ${what}; there are: ${list(images)}`);
}

/**
 * The one of the images that suits the platform best. A single image is taken whatever its platform, unless one was
 * asked for.
 */
export function chooseImage<Image extends Choosable>(
  images: readonly Image[],
  platform: Platform | undefined,
  store: string,
): Image {
  const [only] = images;
  if (only && images.length === 1 && !platform) return only;
  const wished = platform ?? hostPlatform();
  const suited = images.flatMap((image) => {
    const distance = platformDistance(image.platform ?? {}, wished);
    return distance === undefined ? [] : [{ image, distance }];
  });
  const nearest = Math.min(...suited.map(({ distance }) => distance));
  const near = suited
    .filter(({ image, distance }) => distance === nearest || image.platform === undefined)
    .map(({ image }) => image);
  const [first, ...others] = newest(near);
  if (first === undefined) {
    throw new ImageError(
      "PLATFORM_ABSENT",
      `${store} holds no image for ${renderPlatform(wished)}; set the platform to one of: ${list(images)}`,
    );
  }
  // Of several that suit in one index the first should be used. OCI image specification, "OCI Image Index", manifests.
  const isListedWith = (index: Digest): boolean =>
    others.every(({ indexes }) => indexes?.includes(index));
  if (others.length === 0 || first.indexes?.some(isListedWith)) return first;
  throw new ImageError(
    "IMAGE_AMBIGUOUS",
    `${store} holds more than one image; choose by reference or platform: ${list(near)}`,
  );
}

/** Of images for several releases of a system, those for its newest one. */
function newest<Image extends Choosable>(images: readonly Image[]): readonly Image[] {
  const releases = images.map(({ platform }) => platform?.osVersion);
  const [latest] = releases
    .flatMap((release) => release ?? [])
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return images.filter((_, number) => releases[number] === latest);
}

function list(images: readonly Choosable[]): string {
  const names = images.map(({ names: [name = "(no name)"], platform }) =>
    platform ? `${name} for ${renderPlatform(platform)}` : name,
  );
  return names.slice(0, 20).join(", ") || "none";
}
