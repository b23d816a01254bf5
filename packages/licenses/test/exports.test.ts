import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/licenses")).sort()).toMatchInlineSnapshot(`
    [
      "LicenseError",
      "findLicense",
      "isLicenseError",
      "licensesOf",
      "normalizeLicenseExpression",
      "parseLicenseExpression",
      "renderLicenseExpression",
      "sameLicenseExpression",
      "successorOf",
    ]
  `);
});
