import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** A crate that was compiled into a program. */
export interface AuditedCrate {
  readonly name: string;
  readonly version: string;
  /** Where it was from: `crates.io`, `git`, `local`, `registry` or another word. */
  readonly source?: string;
  /** It ran when the program was built, and is not in it. */
  readonly isBuild: boolean;
  /** The program itself. */
  readonly isRoot: boolean;
  /** Places, in the list, of the crates that it needs. */
  readonly dependencies: readonly number[];
}

/**
 * The list of crates that cargo-auditable puts into a program; `undefined` where the text, once decompressed, is none.
 * Its places are those that dependencies name. See the project's JSON schema.
 */
export function parseAuditData(bytes: Uint8Array): readonly AuditedCrate[] | undefined {
  const packages = membersOf(parseJson(bytes)).get("packages");
  if (!Array.isArray(packages)) return undefined;
  const crates: AuditedCrate[] = [];
  for (const each of elementsOf(packages)) {
    const members = membersOf(each);
    const name = textOf(members.get("name"));
    const version = textOf(members.get("version"));
    const source = textOf(members.get("source"));
    if (name === undefined || version === undefined) return undefined;
    crates.push({
      name,
      version,
      ...(source !== undefined && { source }),
      isBuild: members.get("kind") === "build",
      isRoot: members.get("root") === true,
      dependencies: [...new Set(elementsOf(members.get("dependencies")))].filter(
        (at) => typeof at === "number",
      ),
    });
  }
  return crates;
}
