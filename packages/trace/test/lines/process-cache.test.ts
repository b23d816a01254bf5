import { expect, test } from "vitest";
import { createProcessCache } from "../../src/lines/process-cache.ts";

test("events of one process have the same object until a record says more of it", () => {
  const processOf = createProcessCache(2);
  const first = processOf(1);
  expect(processOf(1)).toBe(first);
  const second = processOf(1, { parent: 7, program: "/bin/a" });
  expect(second).toEqual({ pid: 1, parent: 7, program: "/bin/a" });
  expect(processOf(1, { parent: 7 })).toBe(second);
  expect(processOf(1, { program: "/bin/b" })).toEqual({ pid: 1, parent: 7, program: "/bin/b" });
  expect(processOf(1, { program: null })).toEqual({ pid: 1, parent: 7 });
  expect(processOf(1, { program: "x".repeat(5000) })).toEqual({ pid: 1, parent: 7 });
});

test("a number that another process has now tells nothing of the one before", () => {
  const processOf = createProcessCache(2);
  processOf(1, { parent: 7, program: "/bin/a", container: "a" });
  expect(processOf(1, { parent: 7, container: "b" })).toEqual({
    pid: 1,
    parent: 7,
    container: "b",
  });
  processOf(1, { program: "/bin/b" });
  expect(processOf(1, { parent: 8 })).toEqual({ pid: 1, parent: 8 });
});

test("no more than some processes are kept", () => {
  const processOf = createProcessCache(2);
  processOf(1, { program: "/bin/a" });
  processOf(2);
  processOf(3);
  expect(processOf(1)).toEqual({ pid: 1 });
});
