import { compareVersions } from "@coppice/vers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { oddVersion, plainVersion } from "./arbitrary-version.ts";
import { schemes } from "./schemes.ts";

const instant = fc
  .tuple(
    fc.constantFrom("2024-01-01T0", "2023-12-31T2"),
    fc.constantFrom("0", "3"),
    fc.constantFrom("Z", ".10Z", ".1Z", "+01:00", "-02:30"),
  )
  .map(([start, hour, end]) => `${start}${hour}:00:00${end}`);

test.each(schemes)("%s is an order of all texts", (scheme) => {
  // Releases count only between versions that have one, so those of Arch are in an order only among themselves.
  const text =
    scheme === "alpm" ? oddVersion.map((version) => version.replaceAll("-", "_")) : oddVersion;
  const version = fc.oneof(
    text,
    scheme === "datetime" ? instant : text,
    scheme === "alpm" ? text : plainVersion,
  );
  const sign = (a: string, b: string): number => Math.sign(compareVersions(scheme, a, b));
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(sign(a, a)).toBe(0);
      expect(sign(a, b)).toBe(-sign(b, a) + 0);
      if (sign(a, b) <= 0 && sign(b, c) <= 0) {
        const strict = sign(a, b) < 0 || sign(b, c) < 0;
        expect(sign(a, c)).toBe(strict ? -1 : 0);
      }
      if (sign(a, b) >= 0 && sign(b, c) >= 0) {
        const strict = sign(a, b) > 0 || sign(b, c) > 0;
        expect(sign(a, c)).toBe(strict ? 1 : 0);
      }
    }),
    { numRuns: 800 },
  );
});
