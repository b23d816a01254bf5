import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject, type JsonObject, parseSbom } from "@coppice/sbom";
import { parseJsonText } from "../../../packages/sbom/src/json/parse-json-text.ts";
import { isSbomError } from "../../../packages/sbom/src/sbom-error.ts";
import type { SbomFormat } from "../../../packages/sbom/src/sbom-format.ts";
import { validateSbom } from "../../../packages/sbom/src/validation/validate-sbom.ts";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** A document of the corpus with what is expected of it. */
interface Case {
  readonly path: string;
  readonly format: SbomFormat;
  /** From the official file name. */
  readonly expected: string;
  /** What the manifest's own check against the schema said. */
  readonly checked: string;
}

/** A verdict by the schema, and with a rule that the official suite calls informal since no XML Schema can express it. */
interface Verdict {
  readonly schema: string;
  readonly whole: string;
}

/**
 * The verdicts on every JSON and XML document of the corpus: for each version and encoding of CycloneDX against the names of
 * the official conformance files, and for each format against the manifest's own check.
 */
export async function* validation(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const cases = readManifest(folder).flatMap(caseOf);
  const verdicts = new Map<Case, Verdict>();
  for (const one of cases) verdicts.set(one, await verdictOn(folder, one, one.format.version));

  const official = cases.filter(({ path }) =>
    /^CycloneDX__specification\/1\..*\/(?:informal-)?(?:in)?valid-/.test(path),
  );
  const groups = groupBy(official, ({ format }) => `${format.encoding} ${format.version}`);
  for (const [name, members] of [...groups].sort()) {
    yield row(`official names, CycloneDX ${name}`, members, verdicts, "whole", wantedOf);
  }
  for (const encoding of ["json", "xml"]) {
    const members = official.filter(({ format }) => format.encoding === encoding);
    yield row(`official names, all ${encoding}`, members, verdicts, "whole", wantedOf);
  }

  const checked = cases.filter(({ checked }) => /^(?:in)?valid$/.test(checked));
  const families = groupBy(checked, ({ format }) => `${format.family} ${format.encoding}`);
  for (const [name, members] of families) {
    // The manifest checked every document of SPDX 3 against 3.0.1, whatever version its context names.
    const asManifest = new Map(verdicts);
    for (const one of members) {
      if (one.format.version !== "3.0.0") continue;
      asManifest.set(one, await verdictOn(folder, one, "3.0.1"));
    }
    yield row(
      `manifest's schema check, ${name}`,
      members,
      asManifest,
      "schema",
      (one) => one.checked,
    );
  }
}

/** The manifest takes a name's word for the informal ones too. */
function wantedOf({ expected }: Case): string {
  return expected === "invalid(name)" ? "invalid" : expected;
}

function groupBy(cases: readonly Case[], key: (one: Case) => string): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const one of cases) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

function row(
  name: string,
  cases: readonly Case[],
  verdicts: ReadonlyMap<Case, Verdict>,
  part: keyof Verdict,
  wanted: (one: Case) => string,
): Row {
  const wrong = cases.filter((one) => verdicts.get(one)?.[part] !== wanted(one));
  for (const one of wrong) {
    process.stderr.write(`  ${one.path}: ${verdicts.get(one)?.[part]}, not ${wanted(one)}\n`);
  }
  const values = { documents: cases.length, agreeing: cases.length - wrong.length };
  return { name, values, passed: wrong.length === 0 };
}

async function verdictOn(
  folder: string,
  { path, format }: Case,
  version: string,
): Promise<Verdict> {
  const text = readFileSync(join(folder, path), "utf8");
  const refused: Verdict = { schema: "invalid", whole: "invalid" };
  try {
    const native = format.encoding === "json" ? parseJsonText(text) : nativeOfXml(text);
    if (!isJsonObject(native)) return refused;
    const subject = { format: { ...format, version }, native, text };
    const { valid, faults } = await validateSbom(subject);
    const misplaced = faults.some(({ code }) => code === "VERSION_RANGE_MISPLACED");
    return {
      schema: valid ? "valid" : "invalid",
      whole: valid && !misplaced ? "valid" : "invalid",
    };
  } catch (error) {
    if (isSbomError(error)) return refused;
    throw error;
  }
}

/** The JSON form of XML; nothing of what cannot be read, which the schema then refuses. */
function nativeOfXml(text: string): JsonObject {
  try {
    return parseSbom(text).native;
  } catch (error) {
    if (isSbomError(error)) return {};
    throw error;
  }
}

const formats: ReadonlyMap<string, Omit<SbomFormat, "version">> = new Map([
  ["cyclonedx-json", { family: "cyclonedx", encoding: "json" }],
  ["cyclonedx-xml", { family: "cyclonedx", encoding: "xml" }],
  ["spdx-json", { family: "spdx", encoding: "json" }],
  ["spdx3-jsonld", { family: "spdx", encoding: "json" }],
]);

function caseOf(manifest: ReadonlyMap<string, string>): readonly Case[] {
  const format = formats.get(manifest.get("format") ?? "");
  const path = manifest.get("path") ?? "";
  const stated = manifest.get("version")?.replace("SPDX-", "") ?? "";
  // A document of a namespace that is none has no version of its own: its file's name says which it is for.
  const version = stated === "?" ? (/-(1\.\d)\.xml$/.exec(path)?.[1] ?? "") : stated;
  if (format === undefined || version.startsWith("2.0-")) return [];
  const [expected = "", checked = ""] = [manifest.get("expected"), manifest.get("schema_check")];
  return [{ path, format: { ...format, version }, expected, checked }];
}
