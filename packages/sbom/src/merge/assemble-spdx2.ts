import type { JsonObject } from "../json/json-value.ts";
import { objectOf, objectsOf } from "../json/members.ts";
import { present } from "../json/present.ts";
import { nameElements } from "../spdx2/name-elements.ts";
import type { AssembleOptions } from "./assemble-options.ts";
import type { MergedComponent, MergedParts } from "./merge-components.ts";
import { mergeLists, mergeObjects } from "./merge-values.ts";

/** Members that are not merged by their names alone. */
const special = new Set([
  "packages",
  "files",
  "snippets",
  "relationships",
  "documentDescribes",
  "documentNamespace",
  "hasExtractedLicensingInfos",
  "spdxVersion",
  "creationInfo",
]);

/** The merged document in SPDX 2.3. */
export function assembleSpdx2(merged: MergedParts, options: AssembleOptions): JsonObject {
  const { natives, components, subjects, tops } = merged;
  const { subject, mode, rules } = options;
  const listed = (list: string): readonly JsonObject[] =>
    components.filter((component) => component.list === list).map(({ object }) => object);
  const about = [...new Set(mode === "augment" ? subjects[0] : subjects.flat())];
  const root = subject && rootPackage(components, subject);
  const rest = mergeObjects(natives.map(ownMembers), rules);
  const creationInfo = mergeObjects(
    natives.map((native) => objectOf(native["creationInfo"])),
    rules,
    "creationInfo",
  );
  const namespaces = new Set(natives.map((native) => native["documentNamespace"]));
  return present({
    spdxVersion: "SPDX-2.3",
    ...rest,
    SPDXID: "SPDXRef-DOCUMENT",
    ...(subject && { name: subject.name }),
    creationInfo,
    documentNamespace: namespaces.size === 1 ? [...namespaces][0] : undefined,
    documentDescribes: root === undefined ? about : [root.id],
    packages: [...(root === undefined ? [] : [root.object]), ...listed("packages")],
    files: listed("files"),
    snippets: listed("snippets"),
    relationships: mergeLists([
      ...natives.map((native) =>
        objectsOf(native["relationships"]).filter(isKept(root !== undefined)),
      ),
      root === undefined ? [] : about.map((ref) => contains(root.id, ref)),
      mode === "hierarchical" ? tops.map(([outer, inner]) => contains(outer, inner)) : [],
    ]),
    hasExtractedLicensingInfos: mergeLists(
      natives.map((native) => objectsOf(native["hasExtractedLicensingInfos"])),
    ),
  });
}

/** What is said of the document itself. */
function ownMembers(native: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(native).filter(([name]) => !special.has(name)));
}

/** A document that is about something new no longer describes what its parts described. */
function isKept(isReplaced: boolean): (relationship: JsonObject) => boolean {
  return ({ relationshipType, spdxElementId, relatedSpdxElement }) => {
    const describes = relationshipType === "DESCRIBES" && spdxElementId === "SPDXRef-DOCUMENT";
    const described =
      relationshipType === "DESCRIBED_BY" && relatedSpdxElement === "SPDXRef-DOCUMENT";
    return !isReplaced || !(describes || described);
  };
}

function rootPackage(
  components: readonly MergedComponent[],
  { name, version, purl }: NonNullable<AssembleOptions["subject"]>,
): { readonly id: string; readonly object: JsonObject } {
  const refs = components.map(({ ref }) => ref);
  const own = [name, version].filter(Boolean).join("-");
  const id = nameElements([...refs, own]).get(own) ?? own;
  const reference = { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl" };
  return {
    id,
    object: present({
      SPDXID: id,
      name,
      versionInfo: version,
      downloadLocation: "NOASSERTION",
      filesAnalyzed: false,
      externalRefs: purl === undefined ? [] : [{ ...reference, referenceLocator: purl }],
    }),
  };
}

function contains(from: string, to: string): JsonObject {
  return { spdxElementId: from, relationshipType: "CONTAINS", relatedSpdxElement: to };
}
