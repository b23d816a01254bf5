import { isPurlError, type PurlErrorCode, parsePurl, renderPurl } from "@coppice/purl";
import { PackageURL } from "packageurl-js";
import { expect, test } from "vitest";

function codeOf(text: string): PurlErrorCode | undefined {
  try {
    parsePurl(text);
  } catch (error) {
    if (isPurlError(error)) return error.code;
    throw error;
  }
  return undefined;
}

test("reads every part", () => {
  expect(parsePurl("pkg:golang/github.com/a/b@v1.2.3?arch=amd64&os=linux#c/d")).toEqual({
    type: "golang",
    namespace: "github.com/a",
    name: "b",
    version: "v1.2.3",
    qualifiers: { arch: "amd64", os: "linux" },
    subpath: "c/d",
  });
});

test("leaves out parts that are absent, empty too", () => {
  expect(parsePurl("pkg:npm/a@?#")).toEqual({ type: "npm", name: "a" });
  expect(parsePurl("pkg:npm/a?arch=")).toEqual({ type: "npm", name: "a" });
});

test("decodes UTF-8, and a plus as a plus", () => {
  expect(parsePurl("pkg:generic/caf%C3%A9%20%26+@1%2B2?a=b+c%3D").name).toBe("café &+");
  expect(parsePurl("pkg:generic/a?b=c+d%2B=").qualifiers).toEqual({ b: "c+d+=" });
});

test("sorts qualifiers, few or many", () => {
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
  const text = `pkg:generic/a?${[...keys]
    .reverse()
    .map((key) => `${key}=1`)
    .join("&")}`;
  expect(Object.keys(parsePurl(text).qualifiers ?? {})).toEqual([...keys].sort());
  expect(Object.keys(parsePurl("pkg:generic/a?b=1&c=2&a=3").qualifiers ?? {})).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test("keeps the case of Go's module paths, which are case-sensitive", () => {
  expect(parsePurl("pkg:golang/github.com/BurntSushi/toml").namespace).toBe(
    "github.com/BurntSushi",
  );
});

test("applies the rules that type definitions give in words", () => {
  const canonical = (text: string) => renderPurl(parsePurl(text));
  expect(canonical("pkg:cpan/drolsky/DateTime")).toBe("pkg:cpan/DROLSKY/DateTime");
  expect(canonical("pkg:pub/Foo-Bar")).toBe("pkg:pub/foo_bar");
  expect(canonical("pkg:git/github.com/A/B/C")).toBe("pkg:git/github.com/a/b/c");
  expect(canonical("pkg:swid/A?tag_id=75B8C285-FA7B-485B-B199-4745E3004D0D")).toBe(
    "pkg:swid/A?tag_id=75b8c285-fa7b-485b-b199-4745e3004d0d",
  );
});

test.each<[PurlErrorCode, string]>([
  ["SCHEME_MISSING", ""],
  ["SCHEME_MISSING", "npm/a@1"],
  ["SCHEME_MISSING", " pkg:npm/a"],
  ["TYPE_INVALID", "pkg:3a/b"],
  ["TYPE_INVALID", "pkg:n%70m/b"],
  ["TYPE_INVALID", "pkg:a+b/c"],
  ["NAME_MISSING", "pkg:"],
  ["NAME_MISSING", "pkg:npm"],
  ["NAME_MISSING", "pkg:npm/"],
  ["NAME_MISSING", "pkg:npm/a/"],
  ["NAME_MISSING", "pkg:npm/@1"],
  ["NAME_MISSING", "pkg:npm?a=b/c"],
  ["NAMESPACE_MISSING", "pkg:maven/junit@4"],
  ["NAMESPACE_PROHIBITED", "pkg:pypi/a/b"],
  ["NAMESPACE_INVALID", "pkg:generic/a//b"],
  ["NAMESPACE_INVALID", "pkg:generic//b"],
  ["NAMESPACE_INVALID", "pkg:generic/a%2Fb/c"],
  ["NAMESPACE_INVALID", "pkg:swid/a/b/c/d?tag_id=1"],
  ["NAME_INVALID", "pkg:npm/%40a%2Fb"],
  ["NAME_INVALID", "pkg:cpan/A::B"],
  ["NAME_INVALID", "pkg:cocoapods/.a"],
  ["NAME_INVALID", "pkg:chrome-extension/a"],
  ["VERSION_INVALID", `pkg:chrome-extension/${"a".repeat(32)}@1-b`],
  ["QUALIFIER_MISSING", "pkg:julia/Dates"],
  ["QUALIFIER_MISSING", "pkg:swid/a?tag_id="],
  ["QUALIFIER_INVALID", "pkg:npm/a?b"],
  ["QUALIFIER_INVALID", "pkg:npm/a?b=c&"],
  ["QUALIFIER_INVALID", "pkg:npm/a?B=c"],
  ["QUALIFIER_INVALID", "pkg:npm/a?__proto__=c"],
  ["QUALIFIER_REPEATED", "pkg:npm/a?b=c&d=e&b=c"],
  ["SUBPATH_INVALID", "pkg:npm/a#b/../c"],
  ["SUBPATH_INVALID", "pkg:npm/a#b/%2E%2E"],
  ["SUBPATH_INVALID", "pkg:npm/a#b//c"],
  ["SUBPATH_INVALID", "pkg:npm/a#b%2fc"],
  ["CHARACTER_INVALID", "pkg:npm/@a/b"],
  ["CHARACTER_INVALID", "pkg:npm/a b"],
  ["CHARACTER_INVALID", "pkg:npm/é"],
  ["CHARACTER_INVALID", "pkg:npm/a@1@2"],
  ["CHARACTER_INVALID", "pkg:npm/a?b=c?d"],
  ["CHARACTER_INVALID", "pkg:npm/a#b#c"],
  ["ENCODING_INVALID", "pkg:npm/a%"],
  ["ENCODING_INVALID", "pkg:npm/a@%zz"],
  ["ENCODING_INVALID", "pkg:npm/%FF"],
  ["ENCODING_INVALID", "pkg:npm/a?b=%C3"],
  ["ENCODING_INVALID", "pkg:npm/a#%ED%A0%80"],
])("refuses with %s: %s", (code, text) => {
  expect(codeOf(text)).toBe(code);
});

test("takes the qualifier constructor as any other", () => {
  const { qualifiers } = parsePurl("pkg:npm/a?constructor=b");
  expect(Object.entries(qualifiers ?? {})).toEqual([["constructor", "b"]]);
});

test.each([
  "pkg:npm/%40babel/core@7.26.0",
  "pkg:deb/debian/curl@7.50.3-1%2Bb1?arch=i386&distro=jessie",
  "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=dist&type=zip",
  "pkg:golang/google.golang.org/genproto@abcdedf#googleapis/api/annotations",
  "pkg:pypi/django-allauth@12.23",
  "pkg:oci/debian@sha256:244fd47e07d10?repository_url=ghcr.io%2Fdebian&tag=bullseye",
  "pkg:generic/%D1%84%40%2Fx?a=%26",
])("agrees with packageurl-js on %s", (text) => {
  const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(text);
  const theirs = {
    type,
    namespace,
    name,
    version,
    qualifiers: qualifiers && { ...qualifiers },
    subpath,
  };
  expect(parsePurl(text)).toEqual(JSON.parse(JSON.stringify(theirs)));
  expect(renderPurl(parsePurl(text))).toBe(text);
});

test("differs from packageurl-js where that decodes qualifiers as a form", () => {
  const text = "pkg:npm/a?upstream=b+c";
  expect(PackageURL.fromString(text).qualifiers?.["upstream"]).toBe("b c");
  expect(parsePurl(text).qualifiers?.["upstream"]).toBe("b+c");
});
