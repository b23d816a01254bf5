import { ImageError, type Platform } from "@coppice/image";
import type { ImageParts } from "./image-parts.ts";
import { renderPlatform } from "./platform.ts";
import { platformDistance } from "./platform-distance.ts";

/** Throws where an image says itself that it is for another platform than `wished`. */
export function requirePlatform(image: ImageParts, wished: Platform | undefined): void {
  const { os, architecture, variant = wished?.variant } = image.configuration;
  const given = {
    ...(os && { os }),
    ...(architecture && { architecture }),
    ...(variant && { variant }),
  };
  if (!wished || platformDistance(given, wished) !== undefined) return;
  throw new ImageError(
    "PLATFORM_ABSENT",
    `${image.name} is for ${renderPlatform(given)}; leave the platform out to open it`,
  );
}
