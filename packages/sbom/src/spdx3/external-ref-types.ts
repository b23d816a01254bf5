/** Types of references that both SPDX 3.0.1 (`ExternalRefType`) and CycloneDX 1.7 have, SPDX's first. */
const types: readonly (readonly [string, string])[] = [
  ["altWebPage", "website"],
  ["altDownloadLocation", "distribution"],
  ["bower", "distribution"],
  ["buildMeta", "build-meta"],
  ["buildSystem", "build-system"],
  ["certificationReport", "certification-report"],
  ["chat", "chat"],
  ["componentAnalysisReport", "component-analysis-report"],
  ["documentation", "documentation"],
  ["dynamicAnalysisReport", "dynamic-analysis-report"],
  ["issueTracker", "issue-tracker"],
  ["license", "license"],
  ["mailingList", "mailing-list"],
  ["qualityAssessmentReport", "quality-metrics"],
  ["releaseNotes", "release-notes"],
  ["riskAssessment", "risk-assessment"],
  ["runtimeAnalysisReport", "runtime-analysis-report"],
  ["secureSoftwareAttestation", "attestation"],
  ["securityAdvisory", "advisories"],
  ["securityAdversaryModel", "adversary-model"],
  ["securityOther", "security-contact"],
  ["securityPenTestReport", "pentest-report"],
  ["securityThreatModel", "threat-model"],
  ["socialMedia", "social"],
  ["sourceArtifact", "source-distribution"],
  ["staticAnalysisReport", "static-analysis-report"],
  ["support", "support"],
  ["vcs", "vcs"],
  ["vulnerabilityDisclosureReport", "vulnerability-assertion"],
  ["vulnerabilityExploitabilityAssessment", "exploitability-statement"],
];
const fromSpdx = new Map(types);
const toSpdx = new Map(types.map(([spdx, cyclonedx]) => [cyclonedx, spdx]));

/** The model's word for an SPDX 3 type of reference; one that CycloneDX does not have stays as it is. */
export function referenceTypeOf(type: string | undefined): string {
  return type === undefined ? "other" : (fromSpdx.get(type) ?? type);
}

/** SPDX 3's word for a type of the model; `undefined` where it has none. */
export function externalRefTypeOf(type: string): string | undefined {
  return toSpdx.get(type);
}
