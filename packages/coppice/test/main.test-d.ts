import { type Io, main } from "coppice";
import { expectTypeOf, test } from "vitest";

test("the process is a place to read from and write to", () => {
  expectTypeOf(process).toExtend<Io>();
});

test("a command line gives its exit code", () => {
  expectTypeOf(main).parameter(0).toEqualTypeOf<readonly string[]>();
  expectTypeOf(main).returns.resolves.toEqualTypeOf<number>();
});
