import { SaxesParser } from "saxes";
import type { LockedArtifact } from "../locked-artifact.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { toDigest } from "../to-digest.ts";

/** verification-metadata.xml: checksums of all artifacts that Gradle has ever verified for a build. */
export const gradleVerificationReader: LockfileReader = {
  format: "gradle-verification",
  ecosystem: "maven",
  named: (base) => base === "verification-metadata.xml",
  resembles: (head) => head.includes("<verification-metadata"),
  read,
};

/** A module while its artifacts are read. */
interface Module extends DraftPackage {
  readonly artifacts: LockedArtifact[];
}

/** Source: Gradle's user guide, "Verifying dependencies". Entities that a document type declares are not expanded. */
function read(input: LockfileInput): LockfileDraft {
  const parser = new SaxesParser({ position: true, xmlns: true });
  const modules: Module[] = [];
  let file: string | undefined;
  let digests: string[] = [];
  let depth = 0;
  let top: string | undefined;
  parser.on("error", (cause) => {
    throw new LockfileError(
      "SYNTAX_INVALID",
      `the XML is not well-formed at line ${cause.message}; run gradle --write-verification-metadata sha256`,
      { cause },
    );
  });
  parser.on("opentag", ({ local: name, attributes }) => {
    const attribute = (of: string): string => attributes[of]?.value ?? "";
    depth += 1;
    top ??= name;
    if (depth > input.limits.depth) {
      throw new LockfileError(
        "LOCKFILE_TOO_DEEP",
        `line ${parser.line} has more than ${input.limits.depth} elements inside one another; raise limits.depth to read it`,
      );
    }
    if (name === "component") {
      const module = `${attribute("group")}:${attribute("name")}`;
      const version = attribute("version");
      const facts = { key: `${module}:${version}`, name: module, version, line: parser.line };
      modules.push({ ...facts, source: { kind: "registry" }, artifacts: [], dependencies: [] });
    } else if (name === "artifact") {
      file = attribute("name");
      digests = [];
    } else if (file !== undefined) {
      const digest = toDigest(name, attribute("value"));
      if (digest !== undefined) digests.push(digest);
    }
  });
  parser.on("closetag", ({ local: name }) => {
    depth -= 1;
    if (name !== "artifact" || file === undefined) return;
    const isManifest = file.endsWith(".pom") || file.endsWith(".module");
    modules.at(-1)?.artifacts.push({ of: isManifest ? "manifest" : "archive", file, digests });
    file = undefined;
  });
  parser.write(input.text).close();
  if (top !== "verification-metadata") {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "the XML is no verification-metadata.xml; check which file was given",
    );
  }
  input.report(
    "LIST_EXCEEDS_BUILD",
    "verification-metadata.xml has artifacts of plugins and of earlier builds too; read gradle.lockfile for what is used",
  );
  return { extent: "superset", importers: [], packages: modules };
}
