import type { Bom, BomFile, Evidence } from "@coppice/types";
import { Models, Serialize } from "@cyclonedx/cyclonedx-library";
import { serialNumberOf, specOf, timestampOf } from "./document-options.ts";
import { fileComponents, fileReference } from "./file-components.ts";
import { packageComponents } from "./package-components.ts";
import { SbomError } from "./sbom-error.ts";
import {
  subjectComponent,
  systemComponent,
  systemReference,
  toolComponent,
} from "./subject-component.ts";

/** A version of the CycloneDX specification that {@link renderCycloneDx} can write. */
export type CycloneDxVersion = "1.4" | "1.5" | "1.6" | "1.7";

/** Options of {@link renderCycloneDx}. */
export interface RenderCycloneDxOptions {
  /** Default: 1.6. */
  readonly version?: CycloneDxVersion;
  /** Whether every regular file is a component too, inside that of the package that owns it. Default: false. */
  readonly files?: boolean;
  /** Evidence about the same subject; each package then says how strongly it was used. */
  readonly evidence?: Evidence;
  /** When the document is said to be made (ISO 8601, a time with its zone). Default: not said, so that equal input gives equal output. */
  readonly timestamp?: string;
  /** A `urn:uuid:` that names this document alone. Default: none, for the same reason. */
  readonly serialNumber?: string;
}

/**
 * A CycloneDX document in JSON that says what `bom` says of packages and their dependencies. The reference of a
 * component is its package's id. Equal input gives equal bytes.
 *
 * What CycloneDX has no word for stands in properties named `coppice:…`. Of alternative dependencies the graph shows the
 * preferred one that is there; what a package works without (recommended, suggested, development) is not in it.
 *
 * Source: CycloneDX 1.6, JSON reference.
 *
 * @example
 * ```ts
 * import { renderCycloneDx } from "@coppice/sbom";
 *
 * const document = renderCycloneDx({
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
 * JSON.parse(document).components[0].purl; // => "pkg:npm/left-pad@1.3.0"
 * ```
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED`, `TIMESTAMP_INVALID` or `SERIAL_NUMBER_INVALID` when an
 * option is none; `SUBJECT_MISMATCH` when the evidence is about another subject; `REFERENCE_REPEATED` when an
 * id is empty or stands for two things.
 */
export function renderCycloneDx(bom: Bom, options: RenderCycloneDxOptions = {}): string {
  const { version = "1.6", evidence, timestamp, serialNumber } = options;
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(specOf(version)),
  );
  if (evidence !== undefined) requireSameSubject(bom, evidence);
  const files = options.files ? (bom.files ?? []).filter(({ type }) => type === "file") : [];
  requireUniqueReferences(bom, files);
  const subject = subjectComponent(bom, evidence);
  const system = systemComponent(bom.subject);
  const packages = packageComponents(bom, subject, evidence);
  const unowned = fileComponents(files, packages);
  if (system) subject.dependencies.add(system.bomRef);
  const document = new Models.Bom({
    serialNumber: serialNumber === undefined ? undefined : serialNumberOf(serialNumber),
    metadata: new Models.Metadata({
      timestamp: timestamp === undefined ? undefined : timestampOf(timestamp),
      tools: new Models.Tools({ components: new Models.ComponentRepository([toolComponent(bom)]) }),
      component: subject,
    }),
    components: new Models.ComponentRepository([
      ...(system ? [system] : []),
      ...packages.values(),
      ...unowned,
    ]),
  });
  // Not `sortLists`: the library sorts by the locale of the process. Packages and edges are in code unit order already.
  return `${serializer.serialize(document, { space: 2 })}\n`;
}

/** The library would tell equal references apart by random suffixes. */
function requireUniqueReferences({ subject, packages }: Bom, files: readonly BomFile[]): void {
  const taken = new Set(["", systemReference, subject.digest]);
  const references = [
    ...packages.map(({ id }) => id),
    ...files.map(({ path }) => fileReference(path)),
  ];
  for (const reference of references) {
    if (taken.has(reference)) {
      throw new SbomError(
        "REFERENCE_REPEATED",
        `the id ${JSON.stringify(reference)} is empty or stands for two things; take the inventory again`,
      );
    }
    taken.add(reference);
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
