import fc from "fast-check";
import { expect, test } from "vitest";
import { apkDigest } from "../../src/apk/apk-digest.ts";

const sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

test.each([
  [`Q1${base64(sha1)}`, `sha1:${sha1}`],
  [`Q2${base64(sha256)}`, `sha256:${sha256}`],
  [`X1${sha1}`, `sha1:${sha1}`],
  [`X2${sha256}`, `sha256:${sha256}`],
  // Twenty bytes of SHA-256, as apk-tools 3 has them.
  [`Q2${base64(sha1)}`, undefined],
  [`X1${sha1.toUpperCase()}`, undefined],
  [`Q1${base64(sha1).slice(0, 10)}`, undefined],
  ["Q1A", undefined],
  ["Q3AAAA", undefined],
  ["", undefined],
])("reads %s as %s", (checksum, digest) => {
  expect(apkDigest(checksum)).toBe(digest);
});

test("takes any text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const kind of ["Q1", "Q2", "X1", "X2"]) {
        expect(apkDigest(kind + text) ?? "sha1:").toMatch(/^sha/);
      }
    }),
  );
});
