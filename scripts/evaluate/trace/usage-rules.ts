import {
  type Bom,
  compareGrades,
  type Evidence,
  type RuntimeEvent,
  strongestUse,
} from "@coppice/types";

/** Paths by which files were run or opened, of all processes: as programs gave them, or as the kernel knows them. */
export function openedPaths(
  events: readonly RuntimeEvent[],
  by: "given" | "real",
): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const event of events) {
    if (!("path" in event) || !event.path.known || event.kind === "stat") continue;
    const { path, real = path } = event.path;
    paths.add(by === "given" ? path : real);
  }
  return paths;
}

/** The rule that others go by: a package is used when an event has one of its paths, letter by letter. */
export function exactlyUsed(
  listed: ReadonlyMap<string, ReadonlySet<string>>,
  paths: ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set(
    [...listed].filter(([, own]) => [...own].some((path) => paths.has(path))).map(([name]) => name),
  );
}

/** Names of Debian packages of which the workload opened something, or more. */
export function usedNames(evidence: Evidence, bom: Bom): ReadonlySet<string> {
  const useOf = strongestUse(evidence.units, "workload");
  const used = new Set(
    evidence.packages.flatMap(({ id, seen }) => {
      const grade = useOf(seen);
      return grade !== undefined && compareGrades(grade, "opened") >= 0 ? [id] : [];
    }),
  );
  const debian = bom.packages.filter(({ id, ecosystem }) => ecosystem === "deb" && used.has(id));
  return new Set(debian.map(({ name }) => name));
}
