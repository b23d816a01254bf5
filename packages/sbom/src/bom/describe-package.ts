import type { Package } from "@coppice/types";
import { licenseReferences } from "../license-references.ts";
import type {
  SbomComponent,
  SbomLicense,
  SbomOccurrence,
  SbomProperty,
} from "../sbom-component.ts";
import type { PackageUse } from "./package-use.ts";

/** What is known of a package besides its record. */
export interface PackageContext {
  readonly use: PackageUse;
  /** Files of it that ran. */
  readonly executed: readonly string[];
}

/** The component of a package; its ref is the package's id. */
export function describePackage(item: Package, { use, executed }: PackageContext): SbomComponent {
  const occurrences: readonly SbomOccurrence[] = executed.map((location) => ({ location }));
  return {
    ref: item.id,
    pointer: "",
    type: "library",
    ...splitName(item),
    version: item.version,
    purls: item.purl === undefined ? [] : [item.purl],
    cpes: [],
    identifiers: [],
    hashes: [...(item.digests ?? [])].sort(),
    licenses: [...new Set(item.licenses)].flatMap(statementOf),
    description: item.description,
    supplier:
      item.supplier === undefined
        ? undefined
        : { kind: "organization", name: item.supplier, emails: [], urls: [] },
    originators: [],
    externalReferences: [],
    // CycloneDX says of `optional`: not installed, hence not able to be called.
    scope: item.presence === "declared" ? "optional" : undefined,
    properties: coppiceProperties({
      ecosystem: item.ecosystem,
      architecture: item.architecture,
      location: item.location,
      layer: item.layer,
      "source:name": item.source?.name,
      "source:version": item.source?.version,
      ownedBy: item.ownedBy,
      foundBy: item.foundBy,
      "evidence:workload": use.workload,
      "evidence:client": use.client,
    }),
    evidence: occurrences.length === 0 ? undefined : { occurrences, identities: [], uses: [] },
  };
}

/** Properties in Coppice's namespace from those facts that are known, in the order given. */
export function coppiceProperties(
  facts: Readonly<Record<string, string | undefined>>,
): readonly SbomProperty[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: `coppice:${name}`, value }],
  );
}

/** An npm scope is the group of its packages, as in CycloneDX's own tools. */
function splitName({ ecosystem, name }: Package): { group?: string; name: string } {
  const slash = name.indexOf("/");
  return ecosystem === "npm" && name.startsWith("@") && slash > 0
    ? { group: name.slice(0, slash), name: name.slice(slash + 1) }
    : { name };
}

function statementOf(text: string): readonly SbomLicense[] {
  if (text === "") return [];
  return [licenseReferences(text) === undefined ? { name: text } : { expression: text }];
}
