import type { SbomParty } from "../sbom-component.ts";
import { splitTool } from "./split-tool.ts";

const kinds = { Person: "person", Organization: "organization", Tool: "tool" } as const;

/**
 * A person, organisation or tool as SPDX 2 writes it: `Organization: Example Inc. (contact@example.org)`,
 * `Tool: name-1.0`. See SPDX 2.3, sections 6.8 and 7.5. `undefined` for `NOASSERTION`.
 */
export function readCreator(text: string | undefined): SbomParty | undefined {
  if (text === undefined || text === "NOASSERTION") return undefined;
  const colon = text.indexOf(":");
  const label = text.slice(0, Math.max(colon, 0)).trim();
  if (label !== "Person" && label !== "Organization" && label !== "Tool") {
    return { name: text, emails: [], urls: [] };
  }
  const kind = kinds[label];
  const rest = text.slice(colon + 1).trim();
  if (kind === "tool") return { kind, ...splitTool(rest), emails: [], urls: [] };
  const open = rest.endsWith(")") ? rest.lastIndexOf("(") : -1;
  const email = open < 0 ? "" : rest.slice(open + 1, -1).trim();
  // Other words in parentheses are part of the name.
  const addressed = open >= 0 && (email === "" || email.includes("@"));
  const name = addressed ? rest.slice(0, open).trim() : rest;
  return {
    kind,
    name: name === "" ? undefined : name,
    emails: addressed && email !== "" ? [email] : [],
    urls: [],
  };
}
