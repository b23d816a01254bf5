import { parseLoosePurl, parsePurl, renderPurl } from "@coppice/purl";
import { expect, test } from "vitest";

function mend(text: string): [canonical: string, ...codes: string[]] {
  const { purl, repairs } = parseLoosePurl(text);
  if (purl === undefined) throw new Error(`not readable: ${text}`);
  return [renderPurl(purl), ...repairs.map(({ code }) => code)];
}

test.each([
  ["an @ of a scope", "pkg:npm/@babel/core@7", ["pkg:npm/%40babel/core@7", "ENCODING"]],
  ["an @ of a scope without version", "pkg:npm/@babel/core", ["pkg:npm/%40babel/core", "ENCODING"]],
  ["an encoded scope", "pkg:npm/%40babel%2Fcore@7", ["pkg:npm/%40babel/core@7", "ENCODING"]],
  ["an encoded module path", "pkg:golang/a.b%2Fc%2Fd@v1", ["pkg:golang/a.b/c/d@v1", "ENCODING"]],
  ["an encoded slash in a namespace", "pkg:npm/a%2fb/c", ["pkg:npm/a/b/c", "ENCODING"]],
  ["an @ in a name", "pkg:brew/node@20@20.10.0", ["pkg:brew/node%4020@20.10.0", "ENCODING"]],
  ["slashes after the scheme", "pkg://npm/a", ["pkg:npm/a", "SCHEME"]],
  ["a scheme in capitals", "PKG:npm/a", ["pkg:npm/a", "SCHEME"]],
  ["a type in capitals", "pkg:NPM/a", ["pkg:npm/a", "CASE"]],
  ["a name in capitals", "pkg:pypi/Django", ["pkg:pypi/django", "CASE"]],
  ["an underscore", "pkg:pypi/a_b", ["pkg:pypi/a-b", "NAME"]],
  ["slashes too many", "pkg:generic//a//b/@1", ["pkg:generic/a/b@1", "SLASH"]],
  ["spaces around", "  pkg:npm/a@1\n", ["pkg:npm/a@1", "SPACE"]],
  ["spaces inside", "pkg:npm/a b@1 2", ["pkg:npm/a%20b@1%202", "ENCODING", "ENCODING"]],
  ["letters beyond ASCII", "pkg:npm/é", ["pkg:npm/%C3%A9", "ENCODING"]],
  ["a plus", "pkg:deb/debian/a@1+b1", ["pkg:deb/debian/a@1%2Bb1", "ENCODING"]],
  ["a percent sign", "pkg:npm/a@100%", ["pkg:npm/a@100%25", "ENCODING"]],
  ["bytes that are no UTF-8", "pkg:npm/a%FF%41", ["pkg:npm/a%25FF%2541", "ENCODING"]],
  ["half of a surrogate pair", "pkg:npm/a\ud800", ["pkg:npm/a%EF%BF%BD", "SPACE", "ENCODING"]],
  ["small hexadecimal digits", "pkg:npm/a?b=%2f", ["pkg:npm/a?b=%2F", "ENCODING"]],
  ["qualifiers in another order", "pkg:npm/a?c=1&b=2", ["pkg:npm/a?b=2&c=1", "ORDER"]],
  ["keys in capitals", "pkg:npm/a?Arch=x", ["pkg:npm/a?arch=x", "CASE"]],
  ["HTML's ampersand", "pkg:npm/a?b=1&amp;c=2", ["pkg:npm/a?b=1&c=2", "ENCODING"]],
  ["an empty qualifier", "pkg:npm/a?b=&c=2&", ["pkg:npm/a?c=2", "QUALIFIER"]],
  ["a key that is none", "pkg:npm/a?in%20production=1", ["pkg:npm/a", "QUALIFIER"]],
  ["a key twice", "pkg:npm/a?b=1&b=2", ["pkg:npm/a?b=1", "QUALIFIER"]],
  ["separators before nothing", "pkg:npm/a@?#", ["pkg:npm/a", "EMPTY"]],
  ["dots in a subpath", "pkg:npm/a#/./b/../c/", ["pkg:npm/a#b/c", "SLASH"]],
  ["a question mark too many", "pkg:npm/a?b=c?d", ["pkg:npm/a?b=c%3Fd", "ENCODING"]],
])("mends %s", (_, text, expected) => {
  expect(mend(text)).toEqual(expected);
});

test("says what was written and what it is now", () => {
  const { repairs } = parseLoosePurl("pkg:npm/@babel/core");
  expect(repairs[0]?.message).toBe('the path "@babel/core" is "%40babel/core"');
});

test("gives a purl that breaks a rule of its type, with the rule", () => {
  const { purl, repairs, fault } = parseLoosePurl("pkg:golang/stdlib@1.22.7");
  expect(purl).toEqual({ type: "golang", name: "stdlib", version: "1.22.7" });
  expect(repairs).toEqual([]);
  expect(fault?.code).toBe("NAMESPACE_MISSING");
});

test.each([
  ["EnterpriseLibrary.Common@6.0.1304", "SCHEME_MISSING"],
  ["pkg:EnterpriseLibrary.Common@6.0.1304", "NAME_MISSING"],
  ["pkg:n&inx/nginx", "TYPE_INVALID"],
  ["pkg:npm//", "NAME_MISSING"],
])("gives up on %s", (text, code) => {
  const { purl, fault } = parseLoosePurl(text);
  expect(purl).toBeUndefined();
  expect(fault?.code).toBe(code);
});

test("gives what the strict parser gives, without repairs, where nothing is wrong", () => {
  const text = "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie";
  expect(parseLoosePurl(text)).toEqual({ purl: parsePurl(text), repairs: [] });
});
