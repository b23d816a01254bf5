import {
  bomOfDocument,
  type ConvertedSbom,
  convertSbom,
  documentOfBom,
  parseSbom,
  type RenderedSbom,
  readSbom,
  renderSbom,
  type SbomComponent,
  type SbomDocument,
  type SbomErrorCode,
  type SbomTarget,
} from "@coppice/sbom";
import type { Bom } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("a document comes from text or bytes, and goes back to them", () => {
  expectTypeOf(parseSbom).parameter(0).toEqualTypeOf<string | Uint8Array>();
  expectTypeOf(parseSbom).returns.toEqualTypeOf<SbomDocument>();
  expectTypeOf(readSbom).returns.resolves.toEqualTypeOf<SbomDocument>();
  expectTypeOf(renderSbom).returns.toEqualTypeOf<RenderedSbom>();
  expectTypeOf<RenderedSbom["content"]>().toEqualTypeOf<string | Uint8Array>();
});

test("a conversion gives a document and its losses, and Syft is no target", () => {
  expectTypeOf(convertSbom).returns.resolves.toEqualTypeOf<ConvertedSbom>();
  // @ts-expect-error Syft's own format is read only.
  const target: SbomTarget = { family: "syft" };
  expectTypeOf(target).toExtend<SbomTarget>();
});

test("a Bom becomes a document and a document a Bom", () => {
  expectTypeOf(documentOfBom).parameter(0).toEqualTypeOf<Bom>();
  expectTypeOf(bomOfDocument).returns.toEqualTypeOf<Bom>();
});

test("what a reader may not change is read-only, and the codes of errors are a closed set", () => {
  expectTypeOf<SbomComponent["purls"]>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<SbomErrorCode>().not.toEqualTypeOf<string>();
});
