import type { Purl } from "./purl.ts";

/** What joins namespace and name; a slash for types that are not here. */
export const nativeSeparators: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["maven", ":"],
  ["vscode-extension", "."],
]);

/** Types whose namespace is no part of the name: a distribution, an author, an organisation, a layer. */
export const namespaceApart: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "alpm",
  "apk",
  "conan",
  "cpan",
  "deb",
  "hex",
  "qpkg",
  "rpm",
  "swid",
  "yocto",
]);

/**
 * The name that the ecosystem's own tools know a package by: `@scope/name`, `group:artifact`, `vendor/name`, a Go
 * module path, a pod with its subspec. The way back is {@link purlOf}.
 *
 * @example
 * ```ts
 * import { nativeName, parsePurl } from "@coppice/purl";
 *
 * nativeName(parsePurl("pkg:npm/%40babel/core@7.26.0")); // => "@babel/core"
 * nativeName(parsePurl("pkg:maven/org.slf4j/slf4j-api@2.0.16")); // => "org.slf4j:slf4j-api"
 * nativeName(parsePurl("pkg:deb/debian/curl@8.5.0-1")); // => "curl"
 * nativeName(parsePurl("pkg:cocoapods/ShareKit@2.0#Twitter")); // => "ShareKit/Twitter"
 * ```
 */
export function nativeName(purl: Purl): string {
  const { type, namespace, name, subpath } = purl;
  if (type === "cocoapods" && subpath !== undefined) return `${name}/${subpath}`;
  if (namespace === undefined || namespaceApart.has(type)) return name;
  return `${namespace}${nativeSeparators.get(type) ?? "/"}${name}`;
}
