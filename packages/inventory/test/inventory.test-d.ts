import type {
  DebianAlternative,
  DpkgStanza,
  Extractor,
  InventoryError,
  InventoryErrorCode,
  InventoryOptions,
} from "@coppice/inventory";
import { defaultExtractors, inventory, parseElf, parseShebang } from "@coppice/inventory";
import type { Bom, ElfFacts, FileTree, Shebang, Subject } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("takes a tree and what it is, and gives a Bom", () => {
  expectTypeOf(inventory).parameters.toEqualTypeOf<[FileTree, InventoryOptions]>();
  expectTypeOf(inventory).returns.resolves.toEqualTypeOf<Bom>();
  expectTypeOf<Subject>().toExtend<InventoryOptions["subject"]>();
});

test("closes the codes of its errors", () => {
  expectTypeOf<InventoryErrorCode>().toEqualTypeOf<
    "TOO_MANY_FILES" | "ELF_INVALID" | "CONTENT_INVALID" | "CONTENT_TOO_LARGE"
  >();
  expectTypeOf<InventoryError["code"]>().toEqualTypeOf<InventoryErrorCode>();
});

test("gives facts in the words of the shared types", () => {
  expectTypeOf(parseElf).returns.resolves.toEqualTypeOf<ElfFacts>();
  expectTypeOf(parseShebang).returns.toEqualTypeOf<Shebang | undefined>();
  expectTypeOf(defaultExtractors).toEqualTypeOf<readonly Extractor[]>();
  expectTypeOf<DpkgStanza["fields"]>().toEqualTypeOf<ReadonlyMap<string, string>>();
  expectTypeOf<DebianAlternative["relation"]>().toEqualTypeOf<
    "<<" | "<=" | "=" | ">=" | ">>" | undefined
  >();
});
