import type { Bom, BomFile, Dependency, Evidence, Grade, Package } from "@coppice/types";

/** What a test says of a file; the rest has usual values. */
export type FileSketch = Partial<BomFile> & { readonly path: string; readonly of?: string };

const folderFacts = { type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0 } as const;

/** A Bom of named packages and sketched files; folders are made as needed and nobody's. */
export function sketchBom(
  packages: readonly string[],
  files: readonly FileSketch[],
  more: Partial<Bom> = {},
): Bom {
  const byPath = new Map<string, BomFile>();
  for (const { of, ...file } of files) {
    for (let at = parent(file.path); at !== "/"; at = parent(at)) {
      if (byPath.has(at)) continue;
      byPath.set(at, { path: at, ...folderFacts, attribution: { kind: "unowned" } });
    }
    byPath.set(file.path, {
      type: file.target === undefined ? "file" : "symlink",
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: file.target === undefined ? 100 : 0,
      attribution: of === undefined ? { kind: "unowned" } : { kind: "owned", by: [of] },
      ...file,
    });
  }
  return {
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "sketch", digest: "sha256:00" },
    tool: { name: "test", version: "0" },
    packages: packages.map(sketchPackage),
    dependencies: [],
    files: [...byPath.values()],
    problems: [],
    ...more,
  };
}

/** A Debian package whose id is its name. */
function sketchPackage(name: string): Package {
  return {
    id: name,
    ecosystem: "deb",
    name,
    version: "1",
    architecture: "amd64",
    presence: "installed",
    foundBy: "test",
  };
}

/** `from` depends on any one of `satisfiedBy`. */
export function sketchDependency(from: string, ...satisfiedBy: string[]): Dependency {
  return {
    from,
    kind: "runtime",
    requirement: satisfiedBy.join(" | "),
    satisfiedBy,
    readFrom: "test",
  };
}

/** Evidence that one run of the workload used `paths`; their owners in `bom` are used with them. */
export function sketchEvidence(
  bom: Bom,
  paths: readonly string[],
  grade: Grade = "executed",
): Evidence {
  const seen = { run: { grade, offset: 0 } };
  const owners = (bom.files ?? [])
    .filter(({ path }) => paths.includes(path))
    .flatMap(({ attribution }) => (attribution.kind === "owned" ? attribution.by : []));
  return {
    kind: "evidence",
    schemaVersion: "1.0",
    subject: { name: bom.subject.name, digest: bom.subject.digest },
    units: [
      {
        id: "run",
        role: "workload",
        source: "test",
        events: paths.length,
        unreadable: 0,
        unplaced: 0,
        losses: [],
        shows: ["exec"],
      },
    ],
    files: paths.map((path) => ({ path, given: [path], seen })),
    packages: [...new Set(owners)].map((id) => ({ id, seen })),
    unattributed: [],
    unplaced: [],
    network: [],
    problems: [],
  };
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
