import type { Problem } from "@coppice/types";
import { expect, test } from "vitest";
import { createNearest } from "../src/create-nearest.ts";

test("finds packages of a place, and of others only where it has none", () => {
  const problems: Problem[] = [];
  const nearest = createNearest((problem) => problems.push(problem));
  nearest.add("/a", "x", "x1");
  nearest.add("/b", "x", "x2");
  nearest.add("/b", "__proto__", "y");
  expect(nearest.find("/a", "x")).toEqual(["x1"]);
  expect(nearest.find("/c", "x")).toEqual(["x1", "x2"]);
  expect(nearest.find("/a", "__proto__")).toEqual(["y"]);
  expect(nearest.find("/a", "constructor")).toEqual([]);
  expect(problems).toEqual([]);
});
