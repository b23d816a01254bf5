import { applyTypeRules } from "./apply-type-rules.ts";
import { identityRules } from "./identity-rules.ts";
import { draftOf } from "./make-purl.ts";
import type { Purl } from "./purl.ts";
import { trimSlashes } from "./purl-parts.ts";
import type { PurlType } from "./purl-type.ts";
import { byKey, type Pair, qualifiersOf } from "./read-qualifiers.ts";
import { renderDraft } from "./render-draft.ts";
import { typeEntries } from "./type-entries.ts";

/** Qualifiers that say where a package or something about it is found, not which package it is. */
const incidental: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "checksum",
  "checksums",
  "distpath",
  "distro",
  "download_url",
  "ext",
  "file_name",
  "package-id",
  "upstream",
  "vcs_url",
]);

/** The same for single types: `type:key`. */
const incidentalOfType: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "conda:type",
  "oci:tag",
  "vcpkg:repository_revision",
  "vcpkg:triplet",
]);

/** What holds where a qualifier is absent, beyond the defaults that definitions state as such. */
const defaults: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["rpm:epoch", "0"],
  ["swid:patch", "false"],
  ["swid:tag_version", "0"],
  ["vcpkg:port_version", "0"],
]);

/**
 * A key that is the same for every spelling of the same package, and different for different packages. It reads as a
 * purl, but it is only for comparing. It differs from the canonical form in three ways. Qualifiers that do not tell
 * packages apart are left out: `checksum`, `download_url`, `file_name`, `vcs_url`, `ext`, `upstream`, `package-id`,
 * `distro`, which tools write in too many ways, and the place of an OCI artifact whose digest is known. Defaults are
 * left out: `type=jar`, `platform=ruby`, `epoch=0`, the type's own `repository_url`. What an ecosystem takes as equal
 * is folded: letters of NuGet and Go, `-_.` of PyPI (PEP 503), an npm scope without `@`, `v` before a Go version, an
 * epoch in an rpm version, an author of CPAN, `https:` of a repository. All else stays, such as `arch`, `epoch` and
 * `classifier`. A purl that breaks a rule of its type has an identity too.
 *
 * @example
 * ```ts
 * import { parsePurl, purlIdentity } from "@coppice/purl";
 *
 * const purl = parsePurl("pkg:deb/debian/curl@8.5.0-1?arch=amd64&distro=debian-12&checksum=sha256:00");
 * purlIdentity(purl); // => "pkg:deb/debian/curl@8.5.0-1?arch=amd64"
 * purlIdentity({ type: "pypi", name: "zope.interface" }); // => "pkg:pypi/zope-interface"
 * ```
 */
export function purlIdentity(purl: Purl): string {
  const draft = draftOf(purl);
  const entry = typeEntries.get(draft.type);
  if (entry !== undefined) applyTypeRules(draft, entry);
  const qualifiers = new Map(Object.entries(draft.qualifiers ?? {}));
  identityRules.get(draft.type)?.(draft, qualifiers);
  const pairs: Pair[] = [];
  for (const [key, given] of qualifiers) {
    const ofType = `${draft.type}:${key}`;
    const value = key === "repository_url" ? foldUrl(given) : given;
    const isDefault = value === (defaults.get(ofType) ?? defaultOf(entry?.definition, key));
    if (!isDefault && !incidental.has(key) && !incidentalOfType.has(ofType)) {
      pairs.push({ key, value });
    }
  }
  draft.qualifiers = qualifiersOf(pairs.sort(byKey));
  return renderDraft(draft);
}

/** Whether two purls, in whatever spelling, name the same package: whether their {@link purlIdentity} is the same. */
export function samePurl(a: Purl, b: Purl): boolean {
  return purlIdentity(a) === purlIdentity(b);
}

function defaultOf(definition: PurlType | undefined, key: string): string | undefined {
  if (definition === undefined) return undefined;
  if (key === "repository_url") return definition.repository && foldUrl(definition.repository);
  return Object.hasOwn(definition.defaultQualifiers, key)
    ? definition.defaultQualifiers[key]
    : undefined;
}

/** Repositories are written with and without `https://` and a slash at the end. */
function foldUrl(url: string): string {
  return trimSlashes(url.replace(/^https?:/i, ""));
}
