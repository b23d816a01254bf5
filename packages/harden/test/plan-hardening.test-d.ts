import { planHardening, verifyHardened } from "@coppice/harden";
import { applyPlan } from "@coppice/harden/node";
import type { Bom, CheckResult, HardeningMode, HardeningPlan } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("plans, applies and verifies the shared documents", () => {
  expectTypeOf(planHardening).returns.toEqualTypeOf<HardeningPlan>();
  expectTypeOf(planHardening).parameter(2).extract<{ mode?: unknown }>().toHaveProperty("mode");
  expectTypeOf<HardeningMode>().toEqualTypeOf<"closure" | "executed" | "files">();
  expectTypeOf(verifyHardened).returns.toEqualTypeOf<readonly CheckResult[]>();
  expectTypeOf(applyPlan).returns.resolves.toHaveProperty("bom").toEqualTypeOf<Bom>();
});
