import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";

/** gradle.lockfile, one line a module. It keeps neither what requires what nor what the build asks for itself. */
export const gradleReader: LockfileReader = {
  format: "gradle",
  ecosystem: "maven",
  named: (base) =>
    base === "gradle.lockfile" ||
    base === "buildscript-gradle.lockfile" ||
    base.endsWith(".lockfile"),
  resembles,
  read,
};

function resembles(head: string): boolean {
  return head.startsWith("# This is a Gradle generated file");
}

/** Source: Gradle's user guide, "Locking dependency versions". */
function read(input: LockfileInput): LockfileDraft {
  const packages: DraftPackage[] = [];
  let isEmpty = true;
  for (const [index, raw] of input.text.split("\n").entries()) {
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const equals = content.indexOf("=");
    const module = equals < 0 ? content : content.slice(0, equals);
    const groups =
      equals < 0
        ? []
        : content
            .slice(equals + 1)
            .split(",")
            .filter(Boolean);
    const [group = "", artifact = "", version = "", ...rest] = module.split(":");
    isEmpty = isEmpty && module !== "empty";
    if (module === "empty") continue;
    if (version === "" || rest.length > 0) {
      if (packages.length === 0 && isEmpty) throw noLockfile(index + 1);
      input.report("ENTRY_INVALID", `${quote(content)} is no group:name:version`, index + 1);
      continue;
    }
    packages.push({
      key: module,
      name: `${group}:${artifact}`,
      version,
      source: { kind: "registry" },
      artifacts: [],
      dependencies: [],
      ...(groups.length > 0 && { groups }),
      line: index + 1,
    });
  }
  // Before Gradle 6.4 the file of a configuration without modules had the comment only.
  if (packages.length === 0 && isEmpty && !resembles(input.text)) throw noLockfile(1);
  return { importers: [], packages };
}

function noLockfile(line: number): LockfileError {
  return new LockfileError(
    "LOCKFILE_INVALID",
    `line ${line} is no line of a lockfile of Gradle; run gradle dependencies --write-locks`,
  );
}
