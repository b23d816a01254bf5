import {
  type Bom,
  type BomFile,
  compareGrades,
  type Evidence,
  type Grade,
  type PackageId,
  strongestUse,
  usedFiles,
} from "@coppice/types";
import { blankComponent } from "../blank-component.ts";
import { renderCycloneDx } from "../cyclonedx/render-cyclone-dx.ts";
import { readModel } from "../read-model.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { SbomError } from "../sbom-error.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";
import { coppiceProperties, describePackage } from "./describe-package.ts";
import { checkSerialNumber, instantOf } from "./document-options.ts";
import { packageUses } from "./package-use.ts";
import { requiredPackages, topPackages } from "./required-packages.ts";

/** Options of {@link documentOfBom}. */
export interface DocumentOfBomOptions {
  /** Whether every regular file is a component too, inside that of the package that owns it. Default: false. */
  readonly files?: boolean;
  /** Evidence about the same subject: each package then says how strongly it was used, and which of its files ran. */
  readonly evidence?: Evidence;
  /** When the document is said to be made (ISO 8601, a time with its zone). Default: not said, so that equal input gives equal output. */
  readonly created?: string;
  /** A `urn:uuid:` that names this document alone. Default: none, for the same reason. */
  readonly id?: string;
}

const systemReference = "operating-system";

/**
 * A CycloneDX 1.7 document that says what `bom` says of packages and their dependencies; {@link convertSbom} makes other
 * versions and SPDX of it, {@link renderSbom} its text. The ref of a component is its package's id, and everything is in code
 * unit order, so that equal input gives equal bytes.
 *
 * What CycloneDX has no word for stands in properties named `coppice:…`. Of alternative dependencies the graph shows the
 * preferred one that is there; what a package works without (recommended, suggested, development) is not in it.
 *
 * @example
 * ```ts
 * import { documentOfBom } from "@coppice/sbom";
 *
 * const document = documentOfBom({
 *   kind: "bom",
 *   schemaVersion: "1.0",
 *   subject: { name: "shop", digest: `sha256:${"0".repeat(64)}` },
 *   tool: { name: "coppice", version: "1.0.0" },
 *   packages: [{
 *     id: "pkg:npm/left-pad@1.3.0",
 *     purl: "pkg:npm/left-pad@1.3.0",
 *     ecosystem: "npm",
 *     name: "left-pad",
 *     version: "1.3.0",
 *     presence: "installed",
 *     foundBy: "npm",
 *   }],
 *   dependencies: [],
 *   problems: [],
 * });
 * document.components[1]?.purls; // => ["pkg:npm/left-pad@1.3.0"]
 * ```
 * @throws An {@link SbomError} with code `TIMESTAMP_INVALID` or `SERIAL_NUMBER_INVALID` when an option is none;
 * `SUBJECT_MISMATCH` when the evidence is about another subject; `REFERENCE_REPEATED` when an id is empty or stands for
 * two things.
 */
export function documentOfBom(bom: Bom, options: DocumentOfBomOptions = {}): SbomDocument {
  const { evidence, created, id } = options;
  if (evidence !== undefined) requireSameSubject(bom, evidence);
  const files = options.files ? (bom.files ?? []).filter(({ type }) => type === "file") : [];
  const system = describeSystem(bom);
  const packages = describePackages(bom, evidence);
  const described = files.map(describeFile);
  const subject = describeSubject(bom, evidence);
  requireUniqueReferences([subject, ...system, ...packages, ...described]);
  const edges = dependencies(bom, subject, system);
  const dependents = new Set(edges.map(({ from }) => from));
  const native = renderCycloneDx({
    id: id === undefined ? undefined : checkSerialNumber(id),
    created: created === undefined ? undefined : instantOf(created),
    creators: [{ kind: "tool", ...bom.tool, emails: [], urls: [] }],
    subjects: [subject.ref],
    components: [subject, ...system, ...packages, ...described],
    relationships: [...edges, ...ownership(files, packages)],
    leaves: [...system, ...packages].map(({ ref }) => ref).filter((ref) => !dependents.has(ref)),
    namedLicenses: [],
  });
  const format = { family: "cyclonedx", version: "1.7", encoding: "json" } as const;
  const model = readModel(format, native, () => {});
  return { ...model, format, native, envelopes: [], problems: bom.problems };
}

function describeSubject(
  { subject, problems }: Bom,
  evidence: Evidence | undefined,
): SbomComponent {
  return {
    ...blankComponent,
    ref: subject.digest,
    type: "container",
    name: subject.name,
    version: subject.digest,
    hashes: [subject.digest],
    properties: coppiceProperties({
      architecture: subject.architecture,
      problems: problems.length > 0 ? String(problems.length) : undefined,
      "evidence:units": evidence && String(evidence.units.length),
    }),
  };
}

function describeSystem({ subject: { distribution } }: Bom): readonly SbomComponent[] {
  if (distribution === undefined) return [];
  const { id, version, name } = distribution;
  return [
    {
      ...blankComponent,
      ref: systemReference,
      type: "operating-system",
      name: id,
      version,
      description: name,
    },
  ];
}

function describePackages(bom: Bom, evidence: Evidence | undefined): readonly SbomComponent[] {
  const uses = evidence && packageUses(evidence);
  const executed = evidence ? executedFiles(bom, evidence) : new Map<PackageId, string[]>();
  return [...bom.packages]
    .sort((a, b) => compareText(a.id, b.id))
    .map((item) =>
      describePackage(item, {
        use: uses?.get(item.id) ?? {},
        executed: executed.get(item.id) ?? [],
      }),
    );
}

/** Files of each package that the workload executed or loaded as code; of a part of an archive, where it is in that. */
function executedFiles(bom: Bom, evidence: Evidence): ReadonlyMap<PackageId, readonly string[]> {
  const ran = (grade: Grade | undefined): boolean =>
    grade !== undefined && compareGrades(grade, "loaded") >= 0;
  const files = new Map<PackageId, readonly string[]>();
  for (const [id, used] of usedFiles(evidence, bom, "workload")) {
    const paths = used.filter(({ grade }) => ran(grade)).map(({ path }) => path);
    if (paths.length > 0) files.set(id, paths);
  }
  const useOf = strongestUse(evidence.units, "workload");
  const seenOf = new Map(evidence.packages.map(({ id, seen }) => [id, seen]));
  for (const { id, location } of bom.packages) {
    if (!location?.includes("!/") || files.has(id)) continue;
    if (ran(useOf(seenOf.get(id) ?? {}))) files.set(id, [location]);
  }
  return files;
}

function describeFile({ path, digest }: BomFile): SbomComponent {
  return {
    ...blankComponent,
    ref: `file:${path}`,
    type: "file",
    name: path,
    hashes: digest === undefined ? [] : [digest],
  };
}

/** A file stands inside the first package that owns it. */
function ownership(
  files: readonly BomFile[],
  packages: readonly SbomComponent[],
): readonly SbomRelationship[] {
  const known = new Set(packages.map(({ ref }) => ref));
  return files.flatMap(({ path, attribution }) => {
    const [owner] = attribution.kind === "owned" ? attribution.by : [];
    if (owner === undefined || !known.has(owner)) return [];
    return [{ from: owner, kind: "contains", to: `file:${path}` }];
  });
}

/** The subject depends on what nothing else requires, so that everything is reached from it. */
function dependencies(
  bom: Bom,
  subject: SbomComponent,
  system: readonly SbomComponent[],
): readonly SbomRelationship[] {
  const required = requiredPackages(bom);
  const edges = [
    [subject.ref, [...topPackages(required), ...system.map(({ ref }) => ref)]] as const,
    ...[...required].sort(([a], [b]) => compareText(a, b)),
  ];
  return edges.flatMap(([from, targets]) =>
    targets.map((to) => ({ from, kind: "dependsOn", to }) as const),
  );
}

function requireUniqueReferences(components: readonly SbomComponent[]): void {
  const taken = new Set([""]);
  for (const { ref } of components) {
    if (taken.has(ref)) {
      throw new SbomError(
        "REFERENCE_REPEATED",
        `the id ${JSON.stringify(ref)} is empty or stands for two things; take the inventory again`,
      );
    }
    taken.add(ref);
  }
}

function requireSameSubject(bom: Bom, evidence: Evidence): void {
  if (evidence.subject.digest === bom.subject.digest) return;
  throw new SbomError(
    "SUBJECT_MISMATCH",
    `the evidence is about ${evidence.subject.digest} and the bill of materials about ${bom.subject.digest}; ` +
      "grade the log against this bill of materials",
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
