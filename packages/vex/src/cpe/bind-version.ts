import { isVersionOpen } from "./is-version-open.ts";
import { parseCpe } from "./parse-cpe.ts";

/** A CPE name that leaves its version open, with a version; none where it does not, or where the version cannot be written. */
export function bindVersion(text: string, version: string): readonly string[] {
  const cpe = parseCpe(text);
  if (cpe === undefined || !isVersionOpen(cpe) || !/^[!-~]+$/.test(version)) return [];
  if (!text.toLowerCase().startsWith("cpe:2.3:")) {
    const fields = text.slice(5).split(":");
    const [part = "", vendor = "", product = "", , ...rest] = fields;
    return [`cpe:/${[part, vendor, product, percentEncode(version), ...rest].join(":")}`];
  }
  const fields = splitFields(text.slice(8));
  return [`cpe:2.3:${fields.map((field, at) => (at === 3 ? quote(version) : field)).join(":")}`];
}

/** NISTIR 7695, 6.1.2.3; a hyphen alone would say that there is no version. */
function percentEncode(version: string): string {
  if (version === "-") return "%2d";
  return version.replace(
    /[^0-9A-Za-z._-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** NISTIR 7695, 6.2.2.2. */
function quote(version: string): string {
  return version === "-" ? "\\-" : version.replace(/[^0-9A-Za-z._-]/g, "\\$&");
}

/** Between colons that no backslash quotes, as they are written. */
function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === ":") {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...fields, text.slice(start)];
}
