import type { SbomParty } from "../sbom-component.ts";

const labels = { person: "Person", organization: "Organization", tool: "Tool" } as const;

/** A party as SPDX 2 writes it, which has place for one address. See SPDX 2.3, sections 6.8 and 7.5. */
export function renderCreator({ kind = "organization", name, version, emails }: SbomParty): string {
  const [email] = emails;
  const words = version === undefined ? (name ?? "") : `${name ?? ""}-${version}`;
  const address = email === undefined || kind === "tool" ? "" : ` (${email})`;
  return `${labels[kind]}: ${words}${address}`;
}
