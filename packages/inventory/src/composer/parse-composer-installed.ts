import type { Digest } from "@coppice/types";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** A package that Composer installed. */
export interface ComposerPackage {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly licenses: readonly string[];
  readonly author?: string;
  readonly digest?: Digest;
  /** Relative to the folder of `installed.json`; absent where it has no files (a metapackage). */
  readonly path?: string;
  readonly requires: ReadonlyMap<string, string>;
  /** Names for which it stands in. */
  readonly provides: readonly string[];
  /** Its programs, relative to its folder. */
  readonly programs: readonly string[];
}

/**
 * The packages of a `vendor/composer/installed.json`, of Composer 1, which writes a list, or 2; `undefined` where it is
 * none of them. Entries without a name and a version are left out.
 */
export function parseComposerInstalled(bytes: Uint8Array): readonly ComposerPackage[] | undefined {
  const value = parseJson(bytes);
  const entries = Array.isArray(value) ? value : membersOf(value).get("packages");
  if (!Array.isArray(entries)) return undefined;
  return elementsOf(entries).flatMap((entry) => toPackage(entry, Array.isArray(value)));
}

function toPackage(entry: unknown, isOld: boolean): ComposerPackage[] {
  const members = membersOf(entry);
  const name = textOf(members.get("name"));
  const version = textOf(members.get("version"));
  if (name === undefined || version === undefined) return [];
  const description = textOf(members.get("description"));
  const author = toAuthor(elementsOf(members.get("authors"))[0]);
  const shasum = textOf(membersOf(members.get("dist")).get("shasum"));
  const isMeta = members.get("type") === "metapackage";
  const path = isOld ? (isMeta ? undefined : `../${name}`) : textOf(members.get("install-path"));
  const licenses = members.get("license");
  const names = (member: string) => [...membersOf(members.get(member)).keys()];
  return [
    {
      name,
      version,
      ...(description && { description }),
      licenses: (typeof licenses === "string" ? [licenses] : elementsOf(licenses)).flatMap(
        (license) => textOf(license) ?? [],
      ),
      ...(author && { author }),
      ...(shasum && /^[0-9a-f]{40}$/.test(shasum) && { digest: `sha1:${shasum}` }),
      ...(path && { path }),
      requires: new Map(
        [...membersOf(members.get("require"))].flatMap(([other, range]) =>
          typeof range === "string" ? [[other, range]] : [],
        ),
      ),
      provides: [...names("provide"), ...names("replace")],
      programs: elementsOf(members.get("bin")).flatMap((program) => textOf(program) ?? []),
    },
  ];
}

function toAuthor(value: unknown): string | undefined {
  const person = membersOf(value);
  const name = textOf(person.get("name"));
  const mail = textOf(person.get("email"));
  return name !== undefined && mail !== undefined ? `${name} <${mail}>` : (name ?? mail);
}
