import { expect, test } from "vitest";

test("the core exports what it says", async () => {
  expect(Object.keys(await import("@coppice/image")).sort()).toMatchInlineSnapshot(`
    [
      "ImageError",
      "comparePaths",
      "createFileIndex",
      "createTarScanner",
      "decodeName",
      "decompressZstd",
      "encodeName",
      "indexFiles",
      "isDigest",
      "isImageError",
      "joinPath",
      "parentPath",
      "parseAuthenticate",
      "parseCredentialsFile",
      "parseDockerManifest",
      "parseImageConfiguration",
      "parseImageIndex",
      "parseImageManifest",
      "parseManifestType",
      "parseReference",
      "renderReference",
      "renderTar",
      "renderTarHeader",
      "resolvePath",
      "scanTar",
      "squashLayers",
    ]
  `);
});

test("the Node edge exports what it says", async () => {
  expect(Object.keys(await import("@coppice/image/node")).sort()).toMatchInlineSnapshot(`
    [
      "openImage",
      "openRegistryImage",
      "writeImage",
    ]
  `);
});
