/** How a version must relate to the one that is asked for. */
export type DebianRelation = "<<" | "<=" | "=" | ">=" | ">>";

/** One way to satisfy a clause of a dependency field. */
export interface DebianAlternative {
  readonly name: string;
  /** What follows a colon: `any`, `native` or an architecture. */
  readonly qualifier?: string;
  readonly relation?: DebianRelation;
  readonly version?: string;
}

/** What has to be satisfied as a whole: one of its alternatives. */
export interface DebianClause {
  /** As it was written, on one line. */
  readonly text: string;
  /** The preferred one first. */
  readonly alternatives: readonly DebianAlternative[];
}

/**
 * The clauses of a `Depends`-like or `Provides` field. See the Debian Policy Manual, 7.1. Lists of architectures and
 * build profiles, which only source packages have, are passed over; a text that names no package gives no alternative.
 *
 * @example
 * ```ts
 * import { parseDebianDependency } from "@coppice/inventory";
 *
 * const [first, second] = parseDebianDependency("libc6 (>= 2.36), python3:any | python2");
 * first?.alternatives; // => [{ name: "libc6", relation: ">=", version: "2.36" }]
 * second?.alternatives; // => [{ name: "python3", qualifier: "any" }, { name: "python2" }]
 * ```
 */
export function parseDebianDependency(field: string): DebianClause[] {
  return field.split(",").flatMap((part) => {
    const text = part.split(/\s/).filter(Boolean).join(" ");
    return text === "" ? [] : [{ text, alternatives: text.split("|").flatMap(parseAlternative) }];
  });
}

const nameCharacters = /^[A-Za-z0-9.+_-]+/;
const qualifierCharacters = /^:[A-Za-z0-9-]+/;
const versionRelation = /^ ?\( ?(<<|<=|=|>=|>>|<|>) ?([^ ()<=>][^ ()]*) ?\)/;
/** What `<` and `>` mean is deprecated: dpkg reads them as these. */
const deprecated = new Map([
  ["<", "<="],
  [">", ">="],
]);

function parseAlternative(text: string): DebianAlternative[] {
  const trimmed = text.trim();
  const [name] = nameCharacters.exec(trimmed) ?? [];
  if (name === undefined) return [];
  let rest = trimmed.slice(name.length);
  const [qualifier] = qualifierCharacters.exec(rest) ?? [];
  rest = rest.slice(qualifier?.length ?? 0);
  const [, written = "", version] = versionRelation.exec(rest) ?? [];
  const relation = deprecated.get(written) ?? written;
  return [
    {
      name,
      ...(qualifier !== undefined && { qualifier: qualifier.slice(1) }),
      ...(isRelation(relation) && version !== undefined && { relation, version }),
    },
  ];
}

function isRelation(text: string): text is DebianRelation {
  return text === "<<" || text === "<=" || text === "=" || text === ">=" || text === ">>";
}
