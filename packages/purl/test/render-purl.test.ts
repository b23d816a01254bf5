import { findPurlType, isPurlError, type PurlParts, renderPurl } from "@coppice/purl";
import { expect, test } from "vitest";

test("encodes everything but letters, digits and .-_~:", () => {
  const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const kept = characters.filter((name) => renderPurl({ type: "x", name }) === `pkg:x/${name}`);
  expect(kept.join("")).toBe("-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
  expect(renderPurl({ type: "x", name: "!'()*é" })).toBe("pkg:x/%21%27%28%29%2A%C3%A9");
});

test("drops what is empty or undefined, and the slashes around", () => {
  const parts = { type: "X", namespace: "/a/b/", name: "c", version: "", subpath: "/d/e/" };
  expect(renderPurl({ ...parts, qualifiers: { f: "", g: undefined } })).toBe("pkg:x/a/b/c#d/e");
});

test.each<[string, PurlParts]>([
  ["TYPE_INVALID", { type: "", name: "a" }],
  ["TYPE_INVALID", { type: "a b", name: "a" }],
  ["NAME_MISSING", { type: "npm", name: "" }],
  ["NAMESPACE_INVALID", { type: "npm", namespace: "a//b", name: "a" }],
  ["SUBPATH_INVALID", { type: "npm", name: "a", subpath: "a/../b" }],
  ["SUBPATH_INVALID", { type: "npm", name: "a", subpath: "a//b" }],
  ["QUALIFIER_INVALID", { type: "npm", name: "a", qualifiers: { "a b": "c" } }],
  ["QUALIFIER_INVALID", { type: "npm", name: "a", qualifiers: JSON.parse('{"__proto__":"c"}') }],
  ["QUALIFIER_MISSING", { type: "julia", name: "a" }],
])("refuses with %s", (code, parts) => {
  try {
    renderPurl(parts);
  } catch (error) {
    expect(isPurlError(error) && error.code).toBe(code);
    return;
  }
  expect.unreachable();
});

test("knows the registered types alone", () => {
  expect(findPurlType("gem")).toEqual({
    title: "RubyGems",
    namespace: "prohibited",
    lowercase: { namespace: false, name: false, version: false, subpath: false },
    requiredQualifiers: [],
    defaultQualifiers: { platform: "ruby" },
    repository: "https://rubygems.org",
    namePattern: undefined,
    versionPattern: undefined,
  });
  expect(findPurlType("constructor")).toBeUndefined();
});
