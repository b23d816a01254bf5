import type { Ecosystem } from "@coppice/types";

/** Files by which other programs learn of a package: reading them runs nothing of it. */
interface MetadataRule {
  readonly ecosystem: Ecosystem;
  /** Names of the files, wherever they are. */
  readonly names?: readonly string[];
  /** How their names end. */
  readonly endings?: readonly string[];
  /** How the name of a folder ends in which everything is metadata. */
  readonly folders?: readonly string[];
}

const rules: readonly MetadataRule[] = [
  // Core metadata, RECORD, entry_points.txt, read by importlib.metadata and pkg_resources.
  { ecosystem: "pypi", folders: [".dist-info", ".egg-info"], endings: [".egg-info", ".egg-link"] },
  // Read by every resolver on the way to a module, also above and below the one that is meant.
  { ecosystem: "npm", names: ["package.json"] },
  { ecosystem: "gem", endings: [".gemspec"] },
  { ecosystem: "composer", names: ["composer.json"] },
  // A JAR's own; parts of an archive stand after `!/`.
  { ecosystem: "maven", names: ["MANIFEST.MF"], folders: ["/META-INF/maven"] },
  { ecosystem: "nuget", endings: [".nuspec"] },
  { ecosystem: "hex", endings: [".app"] },
  { ecosystem: "luarocks", endings: [".rockspec"], names: ["rock_manifest"] },
  { ecosystem: "cpan", names: [".packlist"], folders: ["/.meta"] },
  { ecosystem: "cran", names: ["DESCRIPTION"] },
  { ecosystem: "conda", folders: ["/conda-meta"] },
  { ecosystem: "golang", names: ["go.mod"] },
  { ecosystem: "cargo", names: ["Cargo.toml"] },
];

/** Ecosystems whose packages bring those of others, with their metadata. */
const distributions: ReadonlySet<Ecosystem> = new Set([
  "deb",
  "rpm",
  "apk",
  "alpm",
  "conda",
  "nix",
]);
/** Folders of what a distribution says of its packages (Debian Policy 12.5, 12.7). */
const documentation = "/usr/share/doc/";

/** Whether `path`, a file of a package of `ecosystem`, only tells of that. */
export function isMetadataFile(ecosystem: Ecosystem, path: string): boolean {
  if (distributions.has(ecosystem)) {
    return path.startsWith(documentation) || rules.some((rule) => applies(rule, path));
  }
  return rules.some((rule) => rule.ecosystem === ecosystem && applies(rule, path));
}

function applies({ names = [], endings = [], folders = [] }: MetadataRule, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    names.includes(name) ||
    endings.some((ending) => name.endsWith(ending)) ||
    folders.some((folder) => path.includes(`${folder}/`))
  );
}

const dpkgInfo = "/var/lib/dpkg/info/";
const dpkgStatus = "/var/lib/dpkg/status.d/";

/** Name of the Debian package that a file of dpkg's database is of alone (dpkg(1), FILES). */
export function packageOfDpkgFile(path: string): string | undefined {
  if (path.startsWith(dpkgStatus)) return path.slice(dpkgStatus.length).split(".md5sums", 1)[0];
  if (!path.startsWith(dpkgInfo)) return undefined;
  const name = path.slice(dpkgInfo.length);
  const end = name.includes(":") ? name.indexOf(":") : name.lastIndexOf(".");
  return end > 0 ? name.slice(0, end) : undefined;
}
