import { ImageError, type Platform } from "@coppice/image";
import { hostPlatform, renderPlatform, suits } from "./platform.ts";

/** Which of several images is meant. */
export interface ImageWish {
  readonly platform: Platform | undefined;
  readonly reference: string | undefined;
}

/** What an image can be chosen by. */
export interface Choosable {
  readonly names: readonly string[];
  readonly platform?: Platform | undefined;
}

/** The one image that is wished for. A single image is taken whatever its platform, unless one was asked for. */
export function chooseImage<Image extends Choosable>(
  images: readonly Image[],
  wish: ImageWish,
  store: string,
): Image {
  const { reference } = wish;
  const named = images.filter(({ names }) => reference === undefined || names.includes(reference));
  if (named.length === 0) {
    const what = reference === undefined ? "no image" : `no image named ${reference}`;
    throw new ImageError("IMAGE_ABSENT", `${store} holds ${what}; there are: ${list(images)}`);
  }
  const [only] = named;
  if (only && named.length === 1 && !wish.platform) return only;
  const wished = wish.platform ?? hostPlatform();
  const [first, second] = named.filter(({ platform }) => suits(platform ?? {}, wished));
  if (first === undefined) {
    throw new ImageError(
      "PLATFORM_ABSENT",
      `${store} holds no image for ${renderPlatform(wished)}; set the platform to one of: ${list(named)}`,
    );
  }
  if (second === undefined) return first;
  throw new ImageError(
    "IMAGE_AMBIGUOUS",
    `${store} holds more than one image; choose by reference or platform: ${list(named)}`,
  );
}

function list(images: readonly Choosable[]): string {
  const names = images.map(({ names: [name = "(no name)"], platform }) =>
    platform ? `${name} for ${renderPlatform(platform)}` : name,
  );
  return names.slice(0, 20).join(", ") || "none";
}
