import { parseLoosePurl, purlIdentity } from "@coppice/purl";
import { readCpe } from "./compare/read-cpe.ts";
import type { SbomComponent } from "./sbom-component.ts";

/**
 * What a component is known by, version and all, the strongest first: its purls, its CPE names, its hashes, and its name
 * with group and version. Two components that have one of these in common are the same thing, unless a stronger one of
 * both says otherwise.
 *
 * @example
 * ```ts
 * import { componentIdentities, parseSbom } from "@coppice/sbom";
 *
 * const { components } = parseSbom(`{
 *   "bomFormat": "CycloneDX",
 *   "specVersion": "1.6",
 *   "components": [
 *     { "type": "library", "name": "core", "group": "@babel", "version": "7.26.0", "purl": "pkg:npm/@babel/core@7.26.0" }
 *   ]
 * }`);
 * components.map(componentIdentities); // => [["pkg:npm/%40babel/core@7.26.0", "package @babel/core@7.26.0"]]
 * ```
 */
export function componentIdentities(component: SbomComponent): readonly string[] {
  const { purls, cpes, hashes, version } = component;
  const name = componentName(component);
  return [
    ...distinct(purls.map(readPurlIdentity)),
    ...distinct(cpes.map((cpe) => cpeIdentity(cpe, version))),
    ...distinct(hashes.map((hash) => hash.toLowerCase())),
    version === undefined ? name : `${name}@${version}`,
  ];
}

/** A component's kind of thing, group and name: `package @babel/core`, `file /etc/passwd`. */
export function componentName(component: SbomComponent): string {
  const { group, name } = component;
  const kind = componentKind(component);
  return group === undefined ? `${kind} ${name}` : `${kind} ${group}/${name}`;
}

/** Its type, where formats and tools do not call the same thing by several. */
export function componentKind({ type }: SbomComponent): string {
  return type === undefined || packageTypes.has(type) ? "package" : type;
}

/** Types that formats and tools give to one and the same thing. */
const packageTypes: ReadonlySet<string> = new Set([
  "application",
  "framework",
  "library",
  "container",
  "platform",
  "operating-system",
  "firmware",
  "source",
  "archive",
  "install",
  "other",
]);

/** The identity of a purl; what cannot be read as one stands for itself. */
function readPurlIdentity(text: string): string {
  const { purl } = parseLoosePurl(text);
  return purl === undefined ? text : purlIdentity(purl);
}

/** Part, vendor, product and version; the component's version where the name leaves it open. */
function cpeIdentity(text: string, version: string | undefined): string {
  const cpe = readCpe(text);
  if (cpe === undefined) return text;
  return `cpe:${cpe.part}:${cpe.vendor}:${cpe.product}:${cpe.version ?? version ?? "*"}`;
}

function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort();
}
