import { renderPurl } from "@coppice/purl";
import type { Ecosystem } from "@coppice/types";
import type { LockedSource } from "./locked-source.ts";
import { normalizePythonName } from "./python/normalize-python-name.ts";
import { vcsUrl } from "./vcs-url.ts";
import { withoutCredentials } from "./without-credentials.ts";

/** Registries that a purl of the type means by itself, without scheme. */
const defaultRegistries: ReadonlySet<string> = new Set([
  "registry.npmjs.org",
  "registry.yarnpkg.com",
  "pypi.org/simple",
  "pypi.python.org/simple",
  "github.com/rust-lang/crates.io-index",
  "index.crates.io",
  "rubygems.org",
  "packagist.org",
  "repo.packagist.org",
]);

/** What a purl is made of. */
export interface PurlSubject {
  readonly ecosystem: Ecosystem;
  /** With its scope, vendor or group. */
  readonly name: string;
  readonly version?: string | undefined;
  readonly source?: LockedSource;
  readonly qualifiers?: { readonly [key: string]: string | undefined };
}

/** The package URL of a locked package, without credentials; undefined where the purl specification has none for it. */
export function purlOf(subject: PurlSubject): string | undefined {
  const { ecosystem, source, qualifiers } = subject;
  const version = subject.version && withoutCredentials(subject.version, ecosystem);
  const plain = withoutCredentials(subject.name, ecosystem);
  const name = ecosystem === "pypi" ? normalizePythonName(plain) : plain;
  // A folder that is required without a name is none of PyPI's projects.
  if (ecosystem === "pypi" && !/^[a-z0-9][a-z0-9-]*$/.test(name)) return undefined;
  const cut = name.lastIndexOf(ecosystem === "maven" ? ":" : "/");
  try {
    return renderPurl({
      type: ecosystem,
      ...(cut > 0 && { namespace: name.slice(0, cut) }),
      name: name.slice(cut + 1),
      version,
      qualifiers: Object.fromEntries(
        // A conda channel is a qualifier of its own.
        Object.entries({ ...qualifiers, ...(ecosystem !== "conda" && originOf(source)) }).map(
          ([key, value]) => [key, value && withoutCredentials(value, ecosystem)],
        ),
      ),
    });
  } catch {
    return undefined;
  }
}

/** Qualifiers for where it comes from, if that is not what the purl says without them. */
function originOf(source: LockedSource | undefined): PurlSubject["qualifiers"] {
  switch (source?.kind) {
    case "registry": {
      // Some lockfiles know registries by name only.
      if (!source.registry?.includes("://")) return undefined;
      const registry = withoutCredentials(source.registry).replace(/^(?:sparse\+)?https?:\/\//, "");
      return defaultRegistries.has(registry) ? undefined : { repository_url: source.registry };
    }
    case "git":
      return { vcs_url: vcsUrl(source) };
    case "archive":
      return { download_url: source.url };
    default:
      return undefined;
  }
}
