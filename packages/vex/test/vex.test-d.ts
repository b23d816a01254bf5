import type { SbomDocument } from "@coppice/sbom";
import type { Problem } from "@coppice/types";
import {
  matchVex,
  parseVex,
  renderVex,
  type VexDocument,
  type VexLoss,
  type VexMatch,
  type VexModel,
} from "@coppice/vex";
import { expectTypeOf, test } from "vitest";

test("a document is a model with its native form", () => {
  expectTypeOf(parseVex).returns.toEqualTypeOf<VexDocument>();
  expectTypeOf<VexDocument>().toExtend<VexModel>();
  expectTypeOf<VexDocument["problems"]>().toEqualTypeOf<readonly Problem[]>();
});

test("matching takes documents and an SBOM", () => {
  expectTypeOf(matchVex).parameter(0).toEqualTypeOf<readonly VexDocument[]>();
  expectTypeOf(matchVex).parameter(1).toEqualTypeOf<SbomDocument>();
  expectTypeOf(matchVex).returns.toEqualTypeOf<VexMatch>();
});

test("rendering takes a model made by hand, and options for all but its statements", () => {
  expectTypeOf(renderVex).parameter(0).toEqualTypeOf<VexModel>();
  expectTypeOf(renderVex).parameter(2).not.toHaveProperty("statements");
  expectTypeOf<ReturnType<typeof renderVex>["losses"]>().toEqualTypeOf<readonly VexLoss[]>();
});
