import {
  type LoosePurl,
  type Purl,
  type PurlError,
  type PurlErrorCode,
  type PurlParts,
  type PurlRepair,
  parseLoosePurl,
  parsePurl,
  renderPurl,
} from "@coppice/purl";
import type { Problem } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("gives a purl as plain data, which is also what it takes", () => {
  expectTypeOf(parsePurl).returns.toEqualTypeOf<Purl>();
  expectTypeOf(renderPurl).parameters.toEqualTypeOf<[PurlParts]>();
  expectTypeOf<Purl>().toExtend<PurlParts>();
});

test("tells from the purl of a loose reading whether there is a fault", () => {
  expectTypeOf(parseLoosePurl).returns.toEqualTypeOf<LoosePurl>();
  expectTypeOf<
    Extract<LoosePurl, { purl: undefined }>["fault"]["code"]
  >().toEqualTypeOf<PurlErrorCode>();
  expectTypeOf<PurlRepair>().toExtend<Problem>();
  expectTypeOf<PurlError["code"]>().toEqualTypeOf<PurlErrorCode>();
});
