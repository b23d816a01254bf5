import {
  nativeName,
  PurlError,
  type PurlParts,
  parsePurl,
  purlOf,
  renderPurl,
} from "@coppice/purl";
import { expect, test } from "vitest";

test.each([
  ["npm", "@babel/core", "pkg:npm/%40babel/core@1"],
  ["npm", "lodash", "pkg:npm/lodash@1"],
  ["maven", "org.slf4j:slf4j-api", "pkg:maven/org.slf4j/slf4j-api@1"],
  ["composer", "laravel/laravel", "pkg:composer/laravel/laravel@1"],
  ["golang", "github.com/gorilla/mux", "pkg:golang/github.com/gorilla/mux@1"],
  ["github", "package-url/purl-spec", "pkg:github/package-url/purl-spec@1"],
  ["git", "codeberg.org/forgejo/forgejo", "pkg:git/codeberg.org/forgejo/forgejo@1"],
  ["vscode-extension", "redhat.java", "pkg:vscode-extension/redhat/java@1"],
  ["cocoapods", "ShareKit/Twitter", "pkg:cocoapods/ShareKit@1#Twitter"],
  ["cocoapods", "ShareKit", "pkg:cocoapods/ShareKit@1"],
  ["pypi", "zope.interface", "pkg:pypi/zope.interface@1"],
  ["cargo", "rand", "pkg:cargo/rand@1"],
  ["huggingface", "EleutherAI/gpt-neo-1.3B", "pkg:huggingface/EleutherAI/gpt-neo-1.3B@1"],
  ["unregistered", "a/b", "pkg:unregistered/a/b@1"],
])("writes %s's %s as %s and back", (type, name, text) => {
  expect(renderPurl(purlOf(type, name, "1"))).toBe(text);
  expect(nativeName(parsePurl(text))).toBe(name);
});

test("leaves the distribution out of a name, and takes it as an option", () => {
  const purl = purlOf("rpm", "curl", "8-1", {
    namespace: "fedora",
    qualifiers: { arch: "x86_64" },
  });
  expect(renderPurl(purl)).toBe("pkg:rpm/fedora/curl@8-1?arch=x86_64");
  expect(nativeName(purl)).toBe("curl");
});

test("takes the last part of an OCI repository as the name, and the repository as its place", () => {
  const textOf = (name: string, qualifiers?: PurlParts["qualifiers"]) =>
    renderPurl(purlOf("OCI", name, undefined, { qualifiers }));
  expect(textOf("ghcr.io/a/b")).toBe("pkg:oci/b?repository_url=ghcr.io%2Fa%2Fb");
  expect(textOf("b")).toBe("pkg:oci/b");
  expect(textOf("ghcr.io/a/b", { tag: "1", repository_url: "" })).toBe(
    "pkg:oci/b?repository_url=ghcr.io%2Fa%2Fb&tag=1",
  );
  expect(textOf("ghcr.io/a/b", { repository_url: "quay.io/b" })).toBe(
    "pkg:oci/b?repository_url=quay.io%2Fb",
  );
  expect(() => textOf("ghcr.io/a/")).toThrow(expect.objectContaining({ code: "NAME_MISSING" }));
});

test.each(["pypi", "gem", "cargo", "nuget", "pub", "PyPI"])(
  "refuses a slash in a name of %s, which has no namespaces",
  (type) => {
    expect(() => purlOf(type, "a/b", "1")).toThrow(
      expect.objectContaining({ code: "NAME_INVALID" }),
    );
  },
);

test("refuses a name that its type cannot have", () => {
  expect(() => purlOf("maven", "junit")).toThrow(PurlError);
  expect(() => purlOf("deb", "curl")).toThrow("no namespace");
});
