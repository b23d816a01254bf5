import { parsePurl, purlIdentity, samePurl } from "@coppice/purl";
import { expect, test } from "vitest";

const identity = (text: string) => purlIdentity(parsePurl(text));

test.each([
  ["pkg:deb/debian/a@1?arch=amd64&distro=debian-12", "pkg:deb/Debian/A@1?upstream=b&arch=amd64"],
  ["pkg:generic/a@1?checksum=sha256:0&download_url=b", "pkg:generic/a@1?vcs_url=c&file_name=d"],
  ["pkg:maven/a/b@1?type=jar", "pkg:maven/a/b@1"],
  ["pkg:gem/a@1?platform=ruby", "pkg:gem/a@1"],
  ["pkg:rpm/fedora/a@1:2-3", "pkg:rpm/fedora/a@2-3?epoch=1"],
  ["pkg:rpm/fedora/a@2-3?epoch=0", "pkg:rpm/fedora/a@2-3"],
  ["pkg:golang/github.com/BurntSushi/toml@v1.2.3", "pkg:golang/github.com/burntsushi/toml@1.2.3"],
  ["pkg:nuget/Newtonsoft.Json@13.0.1-Beta", "pkg:nuget/newtonsoft.json@13.0.1-beta"],
  ["pkg:pypi/Zope.Interface__x@1", "pkg:pypi/zope-interface-x@1"],
  ["pkg:npm/angular/core@1", "pkg:npm/%40angular/core@1"],
  ["pkg:cpan/DROLSKY/DateTime@1", "pkg:cpan/DateTime@1?author=drolsky"],
  ["pkg:oci/a@sha256:0?repository_url=b&tag=c", "pkg:oci/a@sha256:0"],
  ["pkg:bazel/a@1?repository_url=https://bcr.bazel.build/", "pkg:bazel/a@1"],
  ["pkg:npm/a@1?repository_url=https://registry.npmjs.org", "pkg:npm/a@1"],
  ["pkg:npm/a@1?repository_url=https://example.org/", "pkg:npm/a@1?repository_url=example.org"],
  ["pkg:vcpkg/a@1?port_version=0&triplet=x64-linux", "pkg:vcpkg/a@1"],
  ["pkg:swid/a?tag_id=B&patch=false", "pkg:swid/a?tag_id=b&tag_version=0"],
])("takes %s for %s", (a, b) => {
  expect(identity(a)).toBe(identity(b));
  expect(samePurl(parsePurl(a), parsePurl(b))).toBe(true);
});

test.each([
  ["pkg:deb/debian/a@1?arch=amd64", "pkg:deb/debian/a@1?arch=arm64"],
  ["pkg:deb/debian/a@1", "pkg:deb/ubuntu/a@1"],
  ["pkg:rpm/fedora/a@2-3?epoch=1", "pkg:rpm/fedora/a@2-3"],
  ["pkg:maven/a/b@1?classifier=sources", "pkg:maven/a/b@1"],
  ["pkg:npm/a@1?repository_url=example.org", "pkg:npm/a@1"],
  ["pkg:npm/a@1", "pkg:npm/A@1"],
  ["pkg:oci/a?repository_url=b", "pkg:oci/a?repository_url=c"],
  ["pkg:github/a/b@1#c", "pkg:github/a/b@1#d"],
  ["pkg:gem/a@1?platform=java", "pkg:gem/a@1"],
  ["pkg:golang/a/b@v1.0.0", "pkg:golang/a/b@v1.0.1"],
])("tells %s from %s", (a, b) => {
  expect(identity(a)).not.toBe(identity(b));
});

test("has an identity for a purl that breaks a rule, and for half of a surrogate pair", () => {
  expect(purlIdentity({ type: "maven", name: "junit" })).toBe("pkg:maven/junit");
  expect(purlIdentity({ type: "npm", name: "\udc00" })).toBe("pkg:npm/%EF%BF%BD");
});
