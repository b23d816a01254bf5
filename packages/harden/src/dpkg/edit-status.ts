import { decodeName } from "@coppice/image";
import { type DpkgStanza, parseDpkgStatus } from "@coppice/inventory";
import { keepLines } from "./keep-lines.ts";

/** What an edit of dpkg's records asks of the file system and the packages that stay. */
export interface DpkgRemains {
  /** Whether the package stays, by name and, where the record states it, architecture. */
  hasPackage(name: string, architecture?: string): boolean;
  /** Whether a path is there, with the links in its parents followed. */
  hasPath(path: string): boolean;
}

/**
 * dpkg's status with the stanzas of packages that stay, and in them only conffiles that are there; all else byte for
 * byte. What is left of a package that was removed before stays while one of its conffiles does.
 */
export function editDpkgStatus(status: Uint8Array, remains: DpkgRemains): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const stanza of parseDpkgStatus(status)) {
    const { fields, start, end } = stanza;
    const name = fields.get("package") ?? "";
    const isConfiguration = fields.get("status")?.endsWith(" config-files") === true;
    const stays = isConfiguration
      ? conffilesOf(stanza).some((path) => remains.hasPath(path))
      : remains.hasPackage(name, fields.get("architecture"));
    if (stays) parts.push(editStanza(status.subarray(start, end), remains));
  }
  return concatenate(parts);
}

function conffilesOf({ fields }: DpkgStanza): readonly string[] {
  return (fields.get("conffiles") ?? "").split("\n").flatMap((line) => conffilePath(line) ?? []);
}

/** The path of a line ` /etc/name md5 [obsolete]`; dpkg writes `newconffile` where it has no digest yet. */
function conffilePath(line: string): string | undefined {
  const match = /^ (\/.*) (?:[0-9a-f]{32}|newconffile)(?: obsolete)?(?: remove-on-upgrade)?$/.exec(
    line,
  );
  return match?.[1];
}

function editStanza(stanza: Uint8Array, remains: DpkgRemains): Uint8Array {
  let field = "";
  const lines = (drop: (line: string) => boolean): Uint8Array =>
    keepLines(stanza, (line) => {
      if (!line.startsWith(" ")) field = line.slice(0, line.indexOf(":")).toLowerCase();
      return field !== "conffiles" || !drop(line);
    });
  let left = 0;
  const edited = lines((line) => {
    const path = conffilePath(line);
    if (path === undefined) return false;
    const there = remains.hasPath(path);
    if (there) left += 1;
    return !there;
  });
  return left === 0 && decodeName(stanza).includes("\nConffiles:") ? lines(() => true) : edited;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
