import {
  compareVersions,
  parseVers,
  type VersComparator,
  type VersionScheme,
  versContains,
  versionSchemeOf,
} from "@coppice/vers";
import { expectTypeOf, test } from "vitest";

test("a scheme is one of a closed list, and a type may have none", () => {
  expectTypeOf(compareVersions).parameter(0).toEqualTypeOf<VersionScheme>();
  expectTypeOf(versionSchemeOf).returns.toEqualTypeOf<VersionScheme | undefined>();
});

test("a range is plain read-only data", () => {
  const { constraints } = parseVers("vers:npm/1.0.0");
  expectTypeOf(constraints).items.toEqualTypeOf<{
    readonly comparator: VersComparator;
    readonly version: string;
  }>();
  expectTypeOf(versContains).returns.toEqualTypeOf<boolean>();
});
