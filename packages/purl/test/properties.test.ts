import {
  nativeName,
  PurlError,
  parseLoosePurl,
  parsePurl,
  purlIdentity,
  purlOf,
  renderPurl,
} from "@coppice/purl";
import fc from "fast-check";
import { expect, test } from "vitest";

/** Most of what it makes is nearly a purl. */
const text = fc
  .array(
    fc.constantFrom(
      ..."/@?#=&%:.+ aA1~é\ud800",
      ...["pkg:", "PKG://", "npm/", "Maven/", "pypi/", "git/", "golang/", "julia/", "swid/"],
      ...["%2F", "%40", "%C3%A9", "%FF", "&amp;", "uuid=", "a=b", "..", "arch=", "tag_id="],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));
const purlish = fc.oneof(
  text,
  fc.tuple(fc.constantFrom("pkg:npm/", "pkg:generic/a/b"), text).map((two) => two.join("")),
);

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const segments = fc
  .array(words, { minLength: 1, maxLength: 3 })
  .map((all) => all.map((word) => word.replaceAll("/", "_").replaceAll(".", "-")).join("/"));
const parts = fc.record({
  type: fc.constantFrom("generic", "unregistered", "conan", "luarocks"),
  namespace: fc.option(segments, { nil: undefined }),
  name: words,
  version: fc.option(words, { nil: undefined }),
  qualifiers: fc.option(
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,5}$/), fc.string({ unit: "grapheme" })),
    { nil: undefined },
  ),
  subpath: fc.option(segments, { nil: undefined }),
});

test("reading never throws anything but a PurlError", () => {
  fc.assert(
    fc.property(purlish, (input) => {
      try {
        parsePurl(input);
      } catch (error) {
        expect(error).toBeInstanceOf(PurlError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("what was rendered is read as it is, and rendered again the same", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const canonical = renderPurl(given);
      const purl = parsePurl(canonical);
      expect(renderPurl(purl)).toBe(canonical);
      expect(parsePurl(renderPurl(purl))).toEqual(purl);
      expect(parseLoosePurl(canonical)).toEqual({ purl, repairs: [] });
    }),
    { numRuns: 500 },
  );
});

test("loose reading never throws; it repairs exactly what is not canonical, and once is enough", () => {
  fc.assert(
    fc.property(purlish, (input) => {
      const { purl, repairs, fault } = parseLoosePurl(input);
      if (purl === undefined || fault !== undefined) return;
      const canonical = renderPurl(purl);
      expect(repairs.length === 0).toBe(canonical === input);
      expect(parseLoosePurl(canonical)).toEqual({ purl, repairs: [] });
      expect(parsePurl(canonical)).toEqual(purl);
    }),
    { numRuns: 2000 },
  );
});

test("whatever the strict parser reads, the loose one reads the same", () => {
  fc.assert(
    fc.property(purlish, (input) => {
      try {
        expect(parseLoosePurl(input).purl).toEqual(parsePurl(input));
      } catch (error) {
        if (!(error instanceof PurlError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

test("every spelling of a purl has its identity", () => {
  fc.assert(
    fc.property(purlish, (input) => {
      const { purl, fault } = parseLoosePurl(input);
      if (purl === undefined) return;
      const identity = purlIdentity(purl);
      if (fault === undefined) expect(purlIdentity(parsePurl(renderPurl(purl)))).toBe(identity);
      const folded = parseLoosePurl(identity);
      if (folded.purl) expect(purlIdentity(folded.purl)).toBe(identity);
    }),
    { numRuns: 1000 },
  );
});

test("a native name leads back to its purl", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  fc.assert(
    fc.property(
      fc.constantFrom("npm", "maven", "composer", "golang", "swift"),
      name,
      name,
      (type, a, b) => {
        const purl = parsePurl(`pkg:${type}/${a}/${b}`);
        expect(purlOf(type, nativeName(purl))).toEqual(purl);
      },
    ),
  );
});

test.each([
  "%25",
  "/",
  "&",
  "@",
  "a=b&",
  "%FF",
  "%FFa",
  "?",
  "#",
  "%",
  "a/",
  "&a",
  "../",
  "=",
  "A",
])("reads 100 kB of %s anywhere", (piece) => {
  const long = piece.repeat(100_000 / piece.length);
  for (const start of [
    "pkg:",
    "pkg:npm/",
    "pkg:npm/a@",
    "pkg:npm/a?",
    "pkg:npm/a?b=",
    "pkg:npm/a#",
  ]) {
    const input = start + long;
    const { purl } = parseLoosePurl(input);
    if (purl) expect(purlIdentity(purl).length).toBeLessThan(10 * input.length);
    try {
      parsePurl(input);
    } catch (error) {
      expect(error).toBeInstanceOf(PurlError);
    }
  }
});
