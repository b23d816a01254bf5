import { parseLoosePurl } from "@coppice/purl";
import {
  type Bom,
  type Dependency,
  type DependencyKind,
  type Digest,
  type Distribution,
  type Package,
  schemaVersion,
} from "@coppice/types";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { SbomError } from "../sbom-error.ts";
import type { SbomDependencyScope } from "../sbom-relationship.ts";

/** Options of {@link bomOfDocument}. */
export interface BomOfDocumentOptions {
  /** Digest of what the document describes. Default: the SHA-256 that its subject or its in-toto envelope states. */
  readonly digest?: Digest;
}

/**
 * The packages and dependencies of a document as a {@link Bom}, which evidence can be joined with. Files are not part of it:
 * documents do not say enough of them. A component counts as installed unless its scope says otherwise.
 *
 * @example
 * ```ts
 * import { bomOfDocument, parseSbom } from "@coppice/sbom";
 *
 * const document = parseSbom(
 *   '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","purl":"pkg:npm/a@1"}]}',
 * );
 * bomOfDocument(document, { digest: `sha256:${"0".repeat(64)}` }).packages[0]?.id; // => "pkg:npm/a@1"
 * ```
 * @throws An {@link SbomError} with code `SUBJECT_UNKNOWN` when no digest is given and the document states none.
 */
export function bomOfDocument(document: SbomDocument, options: BomOfDocumentOptions = {}): Bom {
  const subjects = new Set(document.subjects);
  const subject = document.components.find(({ ref }) => subjects.has(ref));
  const system = document.components.find(({ type }) => type === "operating-system");
  const packages = new Map<string, Package>();
  const taken = new Set<string>();
  for (const component of document.components) {
    if (!isPackage(component) || (component === subject && subject.purls.length === 0)) continue;
    const item = packageOf(component, taken);
    taken.add(item.id);
    packages.set(component.ref, item);
  }
  const architecture = subject && factsOf(subject)("architecture");
  const tool = document.creators.find(({ kind }) => kind === "tool");
  return {
    kind: "bom",
    schemaVersion,
    subject: {
      name: subject?.name ?? document.name ?? document.id ?? "unnamed",
      digest: options.digest ?? statedDigest(document, subject),
      ...(architecture !== undefined && { architecture }),
      ...(system && { distribution: distributionOf(system) }),
    },
    tool: { name: tool?.name ?? "unknown", version: tool?.version ?? "unknown" },
    packages: [...packages.values()],
    dependencies: dependenciesOf(document, packages),
    problems: document.problems,
  };
}

/** Types of components that are no packages. */
const others: ReadonlySet<string | undefined> = new Set([
  "file",
  "service",
  "snippet",
  "operating-system",
  "cryptographic-asset",
  "device",
]);

function isPackage({ type, purls }: SbomComponent): boolean {
  return purls.length > 0 || !others.has(type);
}

function packageOf(component: SbomComponent, taken: ReadonlySet<string>): Package {
  const fact = factsOf(component);
  const [text] = component.purls;
  const { purl } = text === undefined ? { purl: undefined } : parseLoosePurl(text);
  // In a document of ours the ref is the id that the package had.
  const wanted = fact("foundBy") === undefined ? (text ?? component.ref) : component.ref;
  const location = fact("location") ?? component.evidence?.occurrences[0]?.location;
  const source = fact("source:name");
  const sourceVersion = fact("source:version");
  const architecture = fact("architecture") ?? purl?.qualifiers?.["arch"];
  const version = component.version ?? purl?.version;
  const owner = fact("ownedBy");
  const { scope, layer, description, supplier, licenses, hashes } = component;
  return {
    id: freeId([wanted, `${wanted}#${location ?? ""}`, `${wanted}#${component.ref}`], taken),
    ...(text !== undefined && { purl: text }),
    ecosystem: fact("ecosystem") ?? purl?.type ?? "generic",
    name: [component.group, component.name].filter(Boolean).join("/"),
    ...(version !== undefined && { version }),
    ...(architecture !== undefined && { architecture }),
    presence: scope === undefined || scope === "required" ? "installed" : "declared",
    ...(location !== undefined && { location }),
    ...(owner !== undefined && { ownedBy: owner }),
    ...(layer !== undefined && { layer }),
    ...(source !== undefined && {
      source: { name: source, ...(sourceVersion !== undefined && { version: sourceVersion }) },
    }),
    ...(licenses.length > 0 && {
      licenses: licenses.map(({ expression, name }) => expression ?? name ?? ""),
    }),
    ...(hashes.length > 0 && { digests: hashes }),
    ...(description !== undefined && { description }),
    ...(supplier?.name !== undefined && { supplier: supplier.name }),
    foundBy: fact("foundBy") ?? "sbom",
  };
}

/** The first of the ids that no other package has; the last one with a mark until none has. */
function freeId(ids: readonly string[], taken: ReadonlySet<string>): string {
  const free = ids.find((id) => !taken.has(id));
  if (free !== undefined) return free;
  let id = `${ids.at(-1)}#`;
  while (taken.has(id)) id += "#";
  return id;
}

const kinds: Readonly<Record<SbomDependencyScope, DependencyKind>> = {
  runtime: "runtime",
  build: "development",
  development: "development",
  test: "development",
  optional: "optional",
  provided: "peer",
};

function dependenciesOf(
  document: SbomDocument,
  packages: ReadonlyMap<string, Package>,
): readonly Dependency[] {
  return document.relationships.flatMap(({ from, kind, to, scope }) => {
    const [left, right] = [packages.get(from), packages.get(to)];
    if (kind !== "dependsOn" || left === undefined || right === undefined) return [];
    return [
      {
        from: left.id,
        kind: scope === undefined ? "runtime" : kinds[scope],
        requirement: right.name,
        satisfiedBy: [right.id],
        readFrom: document.id ?? "sbom",
      },
    ];
  });
}

function statedDigest(document: SbomDocument, subject: SbomComponent | undefined): Digest {
  const stated = [
    ...(subject?.hashes ?? []),
    ...document.envelopes.flatMap(({ subjects = [] }) =>
      subjects.flatMap(({ digests }) => digests),
    ),
    subject?.version ?? "",
  ];
  const digest = stated.find((text) => /^sha256:[0-9a-f]{64}$/.test(text));
  if (digest !== undefined) return digest;
  throw new SbomError(
    "SUBJECT_UNKNOWN",
    "the document states no SHA-256 of what it describes; name it with the option digest",
  );
}

/** Reads what Coppice noted of a component in its properties. */
function factsOf({ properties }: SbomComponent): (name: string) => string | undefined {
  const facts = new Map(properties.map(({ name, value }) => [name, value]));
  return (name) => facts.get(`coppice:${name}`);
}

function distributionOf({ name: id, version, description: name }: SbomComponent): Distribution {
  return { id, ...(version !== undefined && { version }), ...(name !== undefined && { name }) };
}
