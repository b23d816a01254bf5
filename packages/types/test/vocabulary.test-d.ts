import {
  type Bom,
  type Documents,
  type Grade,
  type HardeningPlan,
  parseDocument,
} from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("gives the document that was asked for", () => {
  expectTypeOf(parseDocument<"plan">).returns.toEqualTypeOf<HardeningPlan>();
  expectTypeOf<Documents["bom"]>().toEqualTypeOf<Bom>();
});

test("knows five grades", () => {
  expectTypeOf<Grade>().toEqualTypeOf<"stat" | "opened" | "read" | "loaded" | "executed">();
});
