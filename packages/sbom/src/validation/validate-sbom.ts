import { countMembers, countNames } from "../json/count-members.ts";
import { findDuplicateKeys } from "../json/find-duplicate-keys.ts";
import { jsonPointer, jsonPointerSteps } from "../json/json-pointer.ts";
import type { JsonObject } from "../json/json-value.ts";
import { locateJsonPointers } from "../json/locate-json-pointers.ts";
import { withinStack } from "../json/too-deep.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { parseXml } from "../xml/parse-xml.ts";
import { checkMeaning, type SbomTextChecks } from "./check-meaning.ts";
import { checkVersionRanges } from "./check-version-ranges.ts";
import { checkXml } from "./check-xml.ts";
import { defaultTextChecks } from "./default-text-checks.ts";
import { startRun } from "./json-check.ts";
import { loadJsonSchema, loadLicenseIds, loadXmlSchema } from "./load-schema.ts";
import { referenceFormatOf } from "./reference-format.ts";
import type { SbomFault } from "./sbom-fault.ts";

/** A document to validate, as it was read. */
export interface ValidateSbomSubject {
  readonly format: SbomFormat;
  /** Its JSON form, which the official JSON Schema describes. */
  readonly native: JsonObject;
  /** The text that it was read from: gives faults their line, finds repeated keys, and is what an XML Schema checks. */
  readonly text?: string;
}

/** How strictly to look. */
export interface ValidateSbomOptions {
  /** For CycloneDX 1.2 and 1.3 in JSON, which schema: the strict one (default) allows no unknown members. */
  readonly strict?: boolean;
  /** How many faults of the schema to keep, and how many of those that no schema finds; 1,000 of each unless said. */
  readonly maxFaults?: number;
  /** Judges of purls and licence expressions in place of the packages for them. */
  readonly checks?: SbomTextChecks;
  readonly limits?: Partial<SbomLimits>;
}

/** What validation found. */
export interface SbomVerdict {
  /** The official schema allows the document. Faults that no schema finds do not count here, however severe. */
  readonly valid: boolean;
  /** In the order of the document. */
  readonly faults: readonly SbomFault[];
  /** There are more faults than were kept. */
  readonly truncated: boolean;
}

/**
 * Checks a document against the official schema of its format and version, and against what no schema says: repeated
 * keys and identifiers, references that name nothing, circles, purls, licence expressions, times and hashes. CycloneDX in
 * XML is checked by its XML Schema where the text is given; everything else by the JSON Schema.
 *
 * @example
 * ```ts
 * import { validateSbom } from "@coppice/sbom";
 *
 * const { valid, faults } = await validateSbom({
 *   format: { family: "cyclonedx", version: "1.6", encoding: "json" },
 *   native: { bomFormat: "CycloneDX", specVersion: "1.6", components: [{ type: "library" }] },
 * });
 * valid; // => false
 * faults[0]?.pointer; // => "/components/0"
 * faults[0]?.message; // => "must have \"name\""
 * ```
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where the format has no schema here, `DOCUMENT_TOO_DEEP` or
 * `TOO_MANY_ITEMS` past a limit, `XML_INVALID` where the text is not XML.
 */
export async function validateSbom(
  subject: ValidateSbomSubject,
  options: ValidateSbomOptions = {},
): Promise<SbomVerdict> {
  const { format, native, text } = subject;
  const { maxFaults = 1000, checks = defaultTextChecks } = options;
  const limits = { ...defaultSbomLimits, ...options.limits };
  const schema =
    format.encoding === "xml" && format.family === "cyclonedx" && text !== undefined
      ? await checkXmlText(format, text, maxFaults, limits)
      : await checkNative(subject, { ...options, limits });
  const family = referenceFormatOf(format);
  const meaning =
    family === undefined ? [] : checkMeaning(family, native, checks, maxFaults, limits);
  const keys = format.encoding === "json" && text !== undefined ? repeatedKeys(text, native) : [];
  // The JSON Schema knows this rule.
  const ranges =
    format.encoding === "json" || family !== "cyclonedx" ? [] : checkVersionRanges(native);
  const faults = [...schema.faults, ...keys, ...[...ranges, ...meaning].slice(0, maxFaults)];
  return {
    valid: schema.faults.length === 0,
    faults: inOrder(format.encoding === "json" ? located(faults, text) : faults),
    truncated: schema.truncated || ranges.length + meaning.length > maxFaults,
  };
}

interface SchemaVerdict {
  readonly faults: readonly SbomFault[];
  readonly truncated: boolean;
}

async function checkXmlText(
  format: SbomFormat,
  text: string,
  maxFaults: number,
  limits: SbomLimits,
): Promise<SchemaVerdict> {
  const table = await loadXmlSchema(format);
  const verdict = checkXml(parseXml(text, limits), table, await loadLicenseIds(), maxFaults);
  const faults = verdict.faults.map(({ place, message, line, offset }): SbomFault => {
    return { code: "SCHEMA_VIOLATED", severity: "error", message, xpath: place, line, offset };
  });
  return { faults, truncated: verdict.truncated };
}

async function checkNative(
  { format, native }: ValidateSbomSubject,
  {
    limits,
    maxFaults = 1000,
    strict = true,
  }: ValidateSbomOptions & { readonly limits: SbomLimits },
): Promise<SchemaVerdict> {
  const check = await loadJsonSchema(format, strict);
  const run = startRun(maxFaults, limits.depth, format.encoding !== "json");
  withinStack(limits.depth, () => check(native, run));
  const faults = run.faults.map(({ path, keyword, message }): SbomFault => {
    const pointer = jsonPointer(path);
    return { code: "SCHEMA_VIOLATED", severity: "error", message, pointer, keyword };
  });
  return { faults, truncated: run.truncated };
}

function repeatedKeys(text: string, native: JsonObject): readonly SbomFault[] {
  if (countNames(text) === countMembers(native)) return [];
  return findDuplicateKeys(text).map((place) => ({
    code: "KEY_REPEATED",
    severity: "warning",
    message: "is there twice, and readers disagree on which counts",
    ...place,
  }));
}

/** The faults with their places in the text, where there is one. */
function located(faults: readonly SbomFault[], text: string | undefined): readonly SbomFault[] {
  const pointers = faults.flatMap(({ pointer, line }) =>
    pointer === undefined || line !== undefined ? [] : [pointer],
  );
  if (text === undefined || pointers.length === 0) return faults;
  const places = locateJsonPointers(text, pointers);
  return faults.map((fault) => ({ ...places.get(fault.pointer ?? ""), ...fault }));
}

function inOrder(faults: readonly SbomFault[]): readonly SbomFault[] {
  const keyed = faults.map((fault) => ({ fault, steps: jsonPointerSteps(fault.pointer ?? "") }));
  keyed.sort((a, b) => {
    const [from, to] = [a.fault.offset, b.fault.offset];
    return from !== undefined && to !== undefined ? from - to : compareSteps(a.steps, b.steps);
  });
  return keyed.map(({ fault }) => fault);
}

function compareSteps(a: readonly string[], b: readonly string[]): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    const difference = Number(step) - Number(other);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    return step < other ? -1 : 1;
  }
  return a.length - b.length;
}
