import { objectOf, textOf } from "../../json/members.ts";
import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answerWhere, isStated } from "./stated.ts";

/** Components that are no file anywhere, of which nothing can be hashed. */
const withoutContent: ReadonlySet<string> = new Set([
  "service",
  "device",
  "platform",
  "cryptographic-asset",
]);

/** Algorithms against which no collision is known. */
const strong: ReadonlySet<string> = new Set([
  "sha256",
  "sha384",
  "sha512",
  "sha3-256",
  "sha3-384",
  "sha3-512",
  "blake2b-256",
  "blake2b-384",
  "blake2b-512",
  "blake3",
]);

/** Whether a component, or the file as which it is distributed, has a hash of whatever algorithm. */
export function hasHash(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  return answerHash(component, facts, hashesOf(component, facts).some(hasValue));
}

/** Whether a component has a hash of an algorithm against which no collision is known. */
export function hasStrongHash(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  return answerHash(component, facts, hashesOf(component, facts).some(isOf(strong)));
}

/** Whether a package has a hash, or SPDX 2's verification code of its files. */
export function hasHashOrVerificationCode(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  const code = objectOf(facts.nativeOf(component)["packageVerificationCode"]);
  const isSo =
    component.hashes.some(hasValue) || isStated(textOf(code["packageVerificationCodeValue"]));
  return answerHash(component, facts, isSo);
}

/** Whether the SHA-512 of what is deployed is there: of the component, its distribution, or its distributed file. */
export function hasDeployableHash(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  const digests = [
    ...hashesOf(component, facts),
    ...component.externalReferences.flatMap(({ type, hashes }) =>
      type === "distribution" || type === "distribution-intake" ? hashes : [],
    ),
  ];
  return answerHash(component, facts, digests.some(isOf(new Set(["sha512"]))));
}

/** Whether a hash of a component's source code is there. */
export function hasSourceHash(
  { externalReferences }: SbomComponent,
  { edition }: SbomFacts,
): SbomAnswer {
  const isSo = externalReferences.some(
    ({ type, hashes }) =>
      (type === "source-distribution" || type === "vcs") && hashes.some(hasValue),
  );
  return answerWhere(edition === "cyclonedx", isSo);
}

function hashesOf({ ref, hashes }: SbomComponent, { artifacts }: SbomFacts): readonly string[] {
  return [...hashes, ...(artifacts.get(ref) ?? []).flatMap((file) => file.hashes)];
}

/** Syft's own format has no hashes of packages. */
function answerHash(component: SbomComponent, { edition }: SbomFacts, isSo: boolean): SbomAnswer {
  if (isSo) return "yes";
  if (component.type !== undefined && withoutContent.has(component.type)) return "not-applicable";
  return answerWhere(edition !== "syft", false);
}

function hasValue(digest: string): boolean {
  const colon = digest.indexOf(":");
  return colon > 0 && colon < digest.length - 1;
}

function isOf(algorithms: ReadonlySet<string>): (digest: string) => boolean {
  return (digest) => hasValue(digest) && algorithms.has(digest.slice(0, digest.indexOf(":")));
}
