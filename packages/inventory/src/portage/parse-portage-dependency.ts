import { splitPortageName } from "./split-portage-name.ts";

/** A package that a dependency of Gentoo names. */
export interface PortageAtom {
  /** With its category: `app-shells/bash`. */
  readonly name: string;
  /** `~` asks for any revision of a version. */
  readonly operator?: string;
  /** A star at its end asks for versions that begin so. */
  readonly version?: string;
  /** Without a subslot. */
  readonly slot?: string;
}

/** What has to be satisfied as a whole: one of its atoms. */
export interface PortageClause {
  /** As it was written, on one line. */
  readonly text: string;
  readonly atoms: readonly PortageAtom[];
}

/**
 * The clauses of a field such as `RDEPEND`, as Portage keeps it of an installed package: an atom, or a group of which
 * any is enough; within one, packages that are asked for together count one by one. Blockers are passed over. See the
 * Package Manager Specification, 8.2.
 *
 * @example
 * ```ts
 * import { parsePortageDependency } from "@coppice/inventory";
 *
 * const [first, second] = parsePortageDependency(">=sys-libs/ncurses-5.2-r2:0/6= || ( app-a/b app-a/c ) !app-a/d");
 * first?.atoms; // => [{ name: "sys-libs/ncurses", operator: ">=", version: "5.2-r2", slot: "0" }]
 * second?.text; // => "|| ( app-a/b app-a/c )"
 * second?.atoms.map(({ name }) => name); // => ["app-a/b", "app-a/c"]
 * ```
 */
export function parsePortageDependency(field: string): PortageClause[] {
  const clauses: PortageClause[] = [];
  let group: string[] = [];
  let atoms: PortageAtom[] = [];
  let depth = 0;
  for (const word of field.split(/\s/)) {
    if (word === "") continue;
    if (group.length > 0) group.push(word);
    else if (choices.has(word)) group = [word];
    const atom = parseAtom(word);
    if (group.length === 0) {
      if (atom !== undefined) clauses.push({ text: word, atoms: [atom] });
      continue;
    }
    if (word === "(") depth++;
    else if (word === ")") depth--;
    else if (atom !== undefined) atoms.push(atom);
    if (word === ")" && depth <= 0) {
      clauses.push({ text: group.join(" "), atoms });
      group = [];
      atoms = [];
      depth = 0;
    }
  }
  return clauses;
}

/** At least one, exactly one, at most one. */
const choices = new Set(["||", "^^", "??"]);

/** `undefined` for what names no package, and for blockers. */
function parseAtom(word: string): PortageAtom | undefined {
  if (!word.includes("/") || word.startsWith("!")) return undefined;
  const [, operator] = /^(>=|<=|=|<|>|~)/.exec(word) ?? [];
  const [plain = ""] = word.slice(operator?.length ?? 0).split("[", 1);
  const [named = "", slotted = ""] = plain.split(":", 2);
  const slash = named.indexOf("/");
  if (slash <= 0) return undefined;
  const category = named.slice(0, slash + 1);
  const [slot = ""] = slotted.split(/[/=*]/, 1);
  const star = named.endsWith("*");
  const rest = star ? named.slice(slash + 1, -1) : named.slice(slash + 1);
  const { name, version } = operator === undefined ? { name: rest } : splitPortageName(rest);
  return {
    name: category + name,
    ...(operator !== undefined &&
      version !== undefined && { operator, version: star ? `${version}*` : version }),
    ...(slot !== "" && { slot }),
  };
}
