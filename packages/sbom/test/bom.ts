import type { Bom, Dependency, Package } from "@coppice/types";

/** A Bom of `packages` and `dependencies`, with a Debian distribution. */
export function bomOf(
  packages: readonly Package[],
  dependencies: readonly Dependency[] = [],
  more: Partial<Bom> = {},
): Bom {
  return {
    kind: "bom",
    schemaVersion: "1.0",
    subject: {
      name: "shop:1",
      digest: `sha256:${"ab".repeat(32)}`,
      architecture: "amd64",
      distribution: { id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" },
    },
    tool: { name: "coppice", version: "1.2.3" },
    packages,
    dependencies,
    problems: [],
    ...more,
  };
}

/** An installed Debian package. */
export function deb(name: string, more: Partial<Package> = {}): Package {
  return {
    id: `pkg:deb/debian/${name}@1.0-1?arch=amd64&distro=bookworm`,
    purl: `pkg:deb/debian/${name}@1.0-1?arch=amd64&distro=bookworm`,
    ecosystem: "deb",
    name,
    version: "1.0-1",
    architecture: "amd64",
    presence: "installed",
    location: "/var/lib/dpkg/status",
    foundBy: "dpkg",
    ...more,
  };
}

/** An edge of {@link deb} packages, by name. */
export function depends(
  from: string,
  satisfiedBy: readonly string[],
  kind: Dependency["kind"] = "runtime",
): Dependency {
  return {
    from: deb(from).id,
    kind,
    requirement: satisfiedBy.join(" | "),
    satisfiedBy: satisfiedBy.map((name) => deb(name).id),
    readFrom: "/var/lib/dpkg/status",
  };
}
