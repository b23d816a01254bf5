import type { Digest } from "@coppice/types";
import { carryMembers, propertiesWithLayer } from "../carried-members.ts";
import { partiesToCarry } from "../carried-party.ts";
import { hashOf } from "../hash-algorithms.ts";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { LicenseNamer } from "../license-namer.ts";
import type { SbomComponent, SbomComponentType, SbomParty } from "../sbom-component.ts";
import { carriedAnnotation } from "./carried-annotation.ts";
import { newerWords } from "./newer-words.ts";
import { readCreator } from "./read-creator.ts";
import { renderCreator } from "./render-creator.ts";
import { identifierTypes, renderExternalRefs } from "./render-external-refs.ts";

/** Types that SPDX 2.3 has a purpose for, which is their name in capitals. */
const purposes: ReadonlySet<SbomComponentType | undefined> = new Set([
  "application",
  "framework",
  "library",
  "container",
  "operating-system",
  "device",
  "firmware",
  "source",
  "archive",
  "file",
  "install",
  "other",
]);

/** Whether a component can be an SPDX 2 file: it has the checksum that files must have, and nothing that only packages have. */
export function isFileElement({
  type,
  hashes,
  version,
  purls,
  cpes,
  supplier,
  description,
  externalReferences,
}: SbomComponent): boolean {
  const plain = [version, supplier, description].every((item) => item === undefined);
  const listed = purls.length + cpes.length + externalReferences.length;
  return (
    type === "file" && plain && listed === 0 && hashes.some((digest) => digest.startsWith("sha1:"))
  );
}

/** A component as an SPDX 2 package, or as a file where {@link isFileElement} says so. */
export function renderElement(
  component: SbomComponent,
  id: string,
  namer: LicenseNamer,
  date: string,
  version: string,
): JsonObject {
  const { hashes, type, identifiers, licenses, supplier, originators, evidence } = component;
  const concluded = licenses.filter(({ acknowledgement }) => acknowledgement === "concluded");
  const declared = licenses.filter(({ acknowledgement }) => acknowledgement !== "concluded");
  const file = isFileElement(component);
  // What is in words that 2.2 does not have is carried instead.
  const older = version === "2.2";
  const purpose = !older && purposes.has(type) ? type?.toUpperCase() : undefined;
  const written = (digest: Digest): ReturnType<typeof hashOf> => {
    const hash = hashOf(digest, "spdx2");
    return hash && older && newerWords.has(hash.algorithm) ? undefined : hash;
  };
  const [originator] = originators;
  const asRead = (party: SbomParty): SbomParty | undefined =>
    file || (party !== supplier && party !== originator)
      ? undefined
      : readCreator(renderCreator(party));
  const carried = carryMembers({
    ...(type !== undefined && purpose === undefined && !file && { type }),
    supplier: supplier && partiesToCarry([supplier], asRead)[0],
    originators: partiesToCarry(originators, asRead),
    group: component.group,
    scope: component.scope,
    publisher: component.publisher,
    hashes: hashes.filter((digest) => written(digest) === undefined),
    identifiers: identifiers.filter(({ kind }) => file || !identifierTypes.has(kind)),
    evidence,
  });
  const properties = [...propertiesWithLayer(component), ...carried];
  const shared = {
    SPDXID: id,
    checksums: hashes.flatMap((digest) => {
      const hash = written(digest);
      return hash ? [{ algorithm: hash.algorithm, checksumValue: hash.value }] : [];
    }),
    licenseConcluded: namer.expressionOf(concluded) ?? "NOASSERTION",
    copyrightText: component.copyright ?? "NOASSERTION",
    annotations: properties.map((item) => carriedAnnotation(item, date)),
  };
  if (file) {
    const stated = declared.flatMap((license) => namer.expressionOf([license]) ?? []);
    const licenseInfoInFiles = stated.length === 0 ? ["NOASSERTION"] : [...new Set(stated)];
    return present({ ...shared, fileName: component.name, licenseInfoInFiles });
  }
  return present({
    ...shared,
    name: component.name,
    versionInfo: component.version,
    supplier: supplier && renderCreator(supplier),
    originator: originator && renderCreator(originator),
    filesAnalyzed: false,
    licenseDeclared: namer.expressionOf(declared) ?? "NOASSERTION",
    description: component.description,
    primaryPackagePurpose: purpose,
    ...renderExternalRefs(component),
  });
}
