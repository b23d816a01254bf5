import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/purl")).sort()).toMatchInlineSnapshot(`
    [
      "PurlError",
      "findPurlType",
      "isPurlError",
      "nativeName",
      "parseLoosePurl",
      "parsePurl",
      "purlIdentity",
      "purlOf",
      "renderPurl",
      "samePurl",
    ]
  `);
});
