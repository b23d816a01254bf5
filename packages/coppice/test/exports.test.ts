import { expect, test } from "vitest";

test("exports what the documentation lists", async () => {
  expect(Object.keys(await import("coppice")).sort()).toMatchInlineSnapshot(`
    [
      "main",
      "planReport",
    ]
  `);
});
