import type { SbomComponent } from "./sbom-component.ts";

/** A component of which nothing is known; a reader sets what it knows. */
export const blankComponent: Omit<SbomComponent, "ref" | "name"> = {
  pointer: "",
  purls: [],
  cpes: [],
  identifiers: [],
  hashes: [],
  licenses: [],
  originators: [],
  externalReferences: [],
  properties: [],
};
