import type { OnProblem } from "@coppice/types";
import type { VersionComparator } from "../schemes/scheme-rules.ts";
import { rulesOf } from "../schemes/schemes.ts";
import { VersError } from "../vers-error.ts";
import { versionSchemeOf } from "../version-scheme-of.ts";
import { canonicalConstraints } from "./canonical-constraints.ts";
import { isWritableVersion } from "./is-writable-version.ts";
import { percentDecode, percentEncode } from "./percent-encoding.ts";
import type { VersComparator, VersConstraint, VersRange } from "./vers-range.ts";

export interface ParseVersOptions {
  /**
   * Takes what is not canonical in the text, with code `VERS_NOT_CANONICAL`; the range is then repaired: sorted, without
   * duplicates and redundant constraints. Without this, the first such fault is thrown. A type without an order is no fault,
   * and told with code `SCHEME_UNKNOWN`.
   */
  readonly onProblem?: OnProblem;
}

/**
 * Reads a version range specifier, such as `vers:npm/>=1.0.0|<2.0.0`. The text has to be canonical, as the specification
 * demands of tools; give `onProblem` to read others too. A type that has no order here ({@link versionSchemeOf}) is read as
 * well, but whether its constraints are sorted cannot be told. See clause 5 of the vers specification.
 *
 * @throws A {@link VersError} with code `VERS_INVALID` for a text that cannot be read, or, without `onProblem`, with code
 * `VERS_NOT_CANONICAL`.
 *
 * @example
 * ```ts
 * import { parseVers } from "@coppice/vers";
 *
 * parseVers("vers:npm/>=1.0.0|<2.0.0").constraints.length; // => 2
 * const faults: string[] = [];
 * const range = parseVers("vers:npm/<2.0.0|>=1.0.0", { onProblem: ({ code }) => faults.push(code) });
 * range.constraints[0]; // => { comparator: ">=", version: "1.0.0" }
 * faults; // => ["VERS_NOT_CANONICAL"]
 * ```
 */
export function parseVers(text: string, options: ParseVersOptions = {}): VersRange {
  const fault = (what: string): void => {
    if (options.onProblem === undefined) {
      const message = `${what} in "${shortened(text)}"; give onProblem to read it all the same`;
      throw new VersError("VERS_NOT_CANONICAL", message);
    }
    options.onProblem({
      code: "VERS_NOT_CANONICAL",
      message: `${what}; it is read as if it were canonical`,
    });
  };
  const written = text.replace(/\s/g, "");
  if (written !== text) fault("there is white space");
  const colon = written.indexOf(":");
  const slash = written.indexOf("/", colon);
  const prefix = written.slice(0, Math.max(colon, 0));
  if (slash < 0 || prefix.toLowerCase() !== "vers") {
    throw invalid(text, 'it does not begin with "vers:" and a type');
  }
  const type = written.slice(colon + 1, slash);
  const scheme = type.toLowerCase();
  if (!/^[a-z][a-z0-9.-]*$/.test(scheme)) throw invalid(text, "the type is no name");
  if (scheme === "invalid") throw invalid(text, 'the type "invalid" never is valid');
  if (prefix !== "vers" || scheme !== type) {
    fault("the URI scheme or the type is not in lower case");
  }

  const segments = written.slice(slash + 1).split("|");
  const filled = segments.filter((segment) => segment !== "");
  if (filled.length > 0 && filled.length < segments.length) fault("a pipe separates nothing");
  const constraints = filled.map((segment) => readConstraint(text, segment, scheme, fault));
  if (constraints.length === 0) throw invalid(text, "there are no constraints");
  const known = versionSchemeOf(scheme);
  const any = constraints.some(({ comparator }) => comparator === "*");
  if (any ? constraints.length > 1 : scheme === "all" || scheme === "none") {
    throw invalid(text, 'an asterisk stands alone, and alone after "all" and "none"');
  }
  if (known === undefined && scheme !== "all" && scheme !== "none") {
    options.onProblem?.({
      code: "SCHEME_UNKNOWN",
      message: `no order of versions is known for "${shortened(scheme)}"; its constraints are taken as they stand`,
    });
  }
  if (known === undefined || any) return { scheme, constraints };
  const canonical = canonicalConstraints(rulesOf(known).compare, constraints);
  if (canonical !== constraints) fault(disorder(rulesOf(known).compare, constraints));
  return { scheme, constraints: canonical };
}

/** Longest first. */
const comparators: readonly VersComparator[] = [">=", "<=", "!=", "<", ">", "="];

function readConstraint(
  text: string,
  segment: string,
  scheme: string,
  fault: (what: string) => void,
): VersConstraint {
  if (segment === "*") return { comparator: "*", version: "" };
  const comparator = comparators.find((one) => segment.startsWith(one));
  if (comparator === "=") fault("an equal sign stands before a version");
  const encoded = segment.slice(comparator?.length ?? 0);
  const version = percentDecode(encoded);
  if (version === undefined) throw invalid(text, "the percent-encoding of a version is invalid");
  if (!isWritableVersion(version)) {
    throw invalid(text, "a version is empty or has a control character");
  }
  if (percentEncode(version) !== encoded) {
    fault("the percent-encoding of a version is not canonical");
  }
  const spelt = scheme === "datetime" ? version.toUpperCase() : version;
  if (spelt !== version) fault("a time is written with a lower-case letter");
  return { comparator: comparator ?? "=", version: spelt };
}

/** What keeps constraints from being canonical. */
function disorder(compare: VersionComparator, constraints: readonly VersConstraint[]): string {
  let isSorted = true;
  for (const [index, { version }] of constraints.entries()) {
    const before = constraints[index - 1];
    const order = before === undefined ? -1 : compare(before.version, version);
    if (order === 0) return "a version is named twice";
    if (order > 0) isSorted = false;
  }
  return isSorted ? "a constraint is redundant" : "the constraints are not sorted by version";
}

function invalid(text: string, what: string): VersError {
  return new VersError(
    "VERS_INVALID",
    `"${shortened(text)}" is no vers, because ${what}; write one such as "vers:npm/>=1.0.0|<2.0.0"`,
  );
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
