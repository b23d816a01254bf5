import { findPurlType } from "./find-purl-type.ts";
import { makePurl } from "./make-purl.ts";
import { namespaceApart, nativeSeparators } from "./native-name.ts";
import type { Purl, PurlParts } from "./purl.ts";
import { finishDraft } from "./purl-draft.ts";
import { PurlError } from "./purl-error.ts";
import { quote } from "./quote.ts";

/** What a native name does not say. */
export interface PurlOfOptions {
  /** For the types whose native name has none, such as the distribution of a deb. */
  readonly namespace?: string | undefined;
  readonly qualifiers?: PurlParts["qualifiers"];
  readonly subpath?: string | undefined;
}

/**
 * The purl of a package that an ecosystem's own tools know as `name`, in canonical form. The way back is
 * {@link nativeName}. A path of an OCI repository gives its last part as the name and itself as the
 * `repository_url`, unless `options` has one.
 *
 * @example
 * ```ts
 * import { purlOf, renderPurl } from "@coppice/purl";
 *
 * renderPurl(purlOf("npm", "@babel/core", "7.26.0")); // => "pkg:npm/%40babel/core@7.26.0"
 * renderPurl(purlOf("maven", "org.slf4j:slf4j-api", "2.0.16")); // => "pkg:maven/org.slf4j/slf4j-api@2.0.16"
 * renderPurl(purlOf("golang", "github.com/gorilla/mux")); // => "pkg:golang/github.com/gorilla/mux"
 * renderPurl(purlOf("oci", "ghcr.io/a/b")); // => "pkg:oci/b?repository_url=ghcr.io%2Fa%2Fb"
 * const deb = purlOf("deb", "curl", "8.5.0-1", { namespace: "debian", qualifiers: { arch: "amd64" } });
 * renderPurl(deb); // => "pkg:deb/debian/curl@8.5.0-1?arch=amd64"
 * ```
 * @throws A {@link PurlError} with a code that says which rule of the type the name breaks.
 */
export function purlOf(
  type: string,
  name: string,
  version?: string,
  options: PurlOfOptions = {},
): Purl {
  const parts = splitNativeName(type.toLowerCase(), name, options);
  return finishDraft(makePurl({ ...options, ...parts, type, version }));
}

function splitNativeName(
  type: string,
  full: string,
  options: PurlOfOptions,
): Pick<PurlParts, "namespace" | "name" | "qualifiers" | "subpath"> {
  if (type === "cocoapods") {
    const [name = "", ...subspec] = full.split("/");
    return { name, subpath: options.subpath ?? subspec.join("/") };
  }
  if (type === "oci" && full.includes("/")) {
    const { qualifiers } = options;
    return {
      name: full.slice(full.lastIndexOf("/") + 1),
      qualifiers: { ...qualifiers, repository_url: qualifiers?.["repository_url"] || full },
    };
  }
  if (findPurlType(type)?.namespace === "prohibited") {
    if (!full.includes("/")) return { name: full };
    throw new PurlError(
      "NAME_INVALID",
      `the ${type} name ${quote(full)} has a slash, and ${type} packages have no namespace; give the name alone`,
    );
  }
  if (namespaceApart.has(type)) return { name: full };
  const separator = nativeSeparators.get(type) ?? "/";
  const cut = separator === "/" ? full.lastIndexOf("/") : full.indexOf(separator);
  if (cut === -1) return { name: full };
  return { namespace: full.slice(0, cut), name: full.slice(cut + 1) };
}
