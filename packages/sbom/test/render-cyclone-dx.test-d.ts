import { type CycloneDxVersion, renderCycloneDx, type SbomErrorCode } from "@coppice/sbom";
import type { Bom, Evidence } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("a document is text, made from a Bom and optional facts about the document", () => {
  expectTypeOf(renderCycloneDx).returns.toEqualTypeOf<string>();
  expectTypeOf(renderCycloneDx).parameter(0).toEqualTypeOf<Bom>();
  expectTypeOf(renderCycloneDx).toBeCallableWith({} as Bom, { evidence: {} as Evidence });
  // @ts-expect-error A version that cannot be written.
  const version: CycloneDxVersion = "1.0";
  expectTypeOf(version).toExtend<string>();
});

test("the codes of errors are a closed set", () => {
  expectTypeOf<SbomErrorCode>().not.toEqualTypeOf<string>();
});
