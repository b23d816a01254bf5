import {
  bomOfLockfile,
  detectLockfile,
  type LockedDependency,
  type LockedPackage,
  type LockedSource,
  type Lockfile,
  type LockfileFormat,
  parseLockfile,
} from "@coppice/lockfile";
import type { Bom, Problem } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("types say what is given", () => {
  expectTypeOf(parseLockfile).parameter(0).toEqualTypeOf<string | Uint8Array>();
  expectTypeOf(parseLockfile).returns.toEqualTypeOf<Lockfile>();
  expectTypeOf(detectLockfile).returns.toEqualTypeOf<LockfileFormat | undefined>();
  expectTypeOf(bomOfLockfile).returns.toEqualTypeOf<Bom>();
  expectTypeOf<Lockfile["problems"]>().toEqualTypeOf<readonly Problem[]>();
  expectTypeOf<LockedPackage["source"]>().toEqualTypeOf<LockedSource>();
  expectTypeOf<LockedDependency["kind"]>().toEqualTypeOf<
    "runtime" | "development" | "optional" | "peer"
  >();
});

test("sources are told apart by their kind", () => {
  const addressOf = (source: LockedSource): string | undefined =>
    source.kind === "git" || source.kind === "archive" ? source.url : undefined;
  expectTypeOf(addressOf).returns.toEqualTypeOf<string | undefined>();
});
