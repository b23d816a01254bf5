import type { ImageReference, RegistryCredentials } from "@coppice/image";
import {
  type DownloadProgress,
  type OpenedImage,
  type OpenRegistryImageOptions,
  openRegistryImage,
} from "@coppice/image/node";
import { expectTypeOf, test } from "vitest";

test("an image of a registry is an image like others", () => {
  expectTypeOf(openRegistryImage).returns.resolves.toEqualTypeOf<OpenedImage>();
});

test("the global fetch will do, and so will one that knows a proxy", () => {
  expectTypeOf<{ fetch: typeof fetch }>().toExtend<OpenRegistryImageOptions>();
  expectTypeOf<{
    findCredentials: (reference: ImageReference) => Promise<RegistryCredentials | undefined>;
    onProgress: (progress: DownloadProgress) => void;
  }>().toExtend<OpenRegistryImageOptions>();
});

test("credentials are of one kind", () => {
  expectTypeOf<{ kind: "password"; token: string }>().not.toExtend<RegistryCredentials>();
});
