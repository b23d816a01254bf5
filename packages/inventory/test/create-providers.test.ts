import type { Problem } from "@coppice/types";
import { expect, test } from "vitest";
import { createProviders } from "../src/create-providers.ts";

test("finds those under a name that fit, each once, in order", () => {
  const providers = createProviders<{ id: string; rank: number }>(() => {});
  providers.add("a", { id: "x", rank: 1 });
  providers.add("a", { id: "y", rank: 2 });
  providers.add("a", { id: "x", rank: 3 });
  providers.add("__proto__", { id: "z", rank: 1 });
  expect(providers.find("a", () => true)).toEqual(["x", "y"]);
  expect(providers.find("a", ({ rank }) => rank > 1)).toEqual(["y", "x"]);
  expect(providers.find("__proto__", () => true)).toEqual(["z"]);
  expect(providers.find("constructor", () => true)).toEqual([]);
});

test("finds nothing more past its limit, and says so once", () => {
  const problems: Problem[] = [];
  const providers = createProviders<{ id: string }>((problem) => problems.push(problem), 3);
  providers.add("a", { id: "x" });
  providers.add("a", { id: "y" });
  expect([1, 2, 3].map(() => providers.find("a", () => true).length)).toEqual([2, 0, 0]);
  expect(providers.find("absent", () => true)).toEqual([]);
  expect(problems.map(({ code }) => code)).toEqual(["DEPENDENCIES_TOO_MANY"]);
});

test("counts long versions, which take long to compare, for more", () => {
  const problems: Problem[] = [];
  const providers = createProviders((problem) => problems.push(problem), 20);
  providers.add("a", { id: "x", version: "1".repeat(400) });
  expect(providers.find("a", () => true)).toEqual(["x"]);
  expect(providers.find("a", () => true)).toEqual([]);
  expect(problems).toMatchObject([{ code: "DEPENDENCIES_TOO_MANY" }]);
});
