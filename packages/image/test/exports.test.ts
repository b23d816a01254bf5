import { expect, test } from "vitest";

test("the core exports what it says", async () => {
  expect(Object.keys(await import("@coppice/image")).sort()).toMatchInlineSnapshot(`
    [
      "ImageError",
      "comparePaths",
      "createFileIndex",
      "decodeName",
      "encodeName",
      "isImageError",
      "joinPath",
      "parentPath",
      "parseDockerManifest",
      "parseImageConfiguration",
      "parseImageIndex",
      "parseImageManifest",
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
      "writeImage",
    ]
  `);
});
