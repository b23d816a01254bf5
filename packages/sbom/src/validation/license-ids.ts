/** Identifiers of the SPDX licence list and its exceptions, as the schemas of CycloneDX list them. */
export type LicenseIds = readonly string[];
