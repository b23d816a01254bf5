import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PurlError, type PurlParts, parseLoosePurl, parsePurl, renderPurl } from "@coppice/purl";
import type { Row } from "../evaluation.ts";
import { collectPurls } from "./collect-purls.ts";

/** A test of the purl specification. See its `schemas/purl-test.schema-0.2.json`. */
interface OfficialTest {
  readonly test_group: "required" | "recommended";
  readonly test_type: "parse" | "build" | "validate";
  readonly input: unknown;
  readonly expected_output?: unknown;
  readonly expected_failure: boolean;
}

/** Inputs of required parser tests that cannot be passed together with other tests, and why. */
const exemptions: ReadonlyMap<string, string> = new Map([
  [
    "pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io/release",
    "wants a key in capitals to be read, which rpm-test and gem-test want refused",
  ],
]);

/** The official tests, by file, and what becomes of the purls that are in the corpus' SBOMs. */
export async function* purl(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom/_standards/purl-spec/tests");
  if (!existsSync(folder)) return;
  const sum = { passed: 0, tests: 0, exempt: 0 };
  for (const part of ["spec", "types"]) {
    for (const file of readdirSync(join(folder, part)).sort()) {
      const tests: readonly OfficialTest[] = JSON.parse(
        readFileSync(join(folder, part, file), "utf8"),
      ).tests;
      const failed = tests.filter((test) => !passes(test));
      const exempt = failed.filter(isExempt);
      const counts = {
        passed: tests.length - failed.length,
        tests: tests.length,
        exempt: exempt.length,
      };
      sum.passed += counts.passed;
      sum.tests += counts.tests;
      sum.exempt += counts.exempt;
      const note = exempt.map(({ input }) => exemptions.get(String(input))).join("; ");
      yield {
        name: file.replace(/-test\.json$/, ""),
        values: { ...counts, ...(note && { note }) },
        passed: failed.length === exempt.length,
      };
    }
  }
  yield { name: "official tests", values: sum, passed: sum.passed + sum.exempt === sum.tests };
  yield* corpusRows(corpus);
}

function* corpusRows(corpus: string): Iterable<Row> {
  const texts = collectPurls(corpus);
  const counts = { canonical: 0, repaired: 0, "with a fault": 0, unreadable: 0 };
  for (const text of texts) {
    const { purl, repairs, fault } = parseLoosePurl(text);
    if (purl === undefined) counts.unreadable++;
    else if (fault !== undefined) counts["with a fault"]++;
    else if (repairs.length > 0) counts.repaired++;
    else counts.canonical++;
  }
  for (const [name, tests] of Object.entries(counts)) {
    yield { name: `purls of SBOMs: ${name}`, values: { tests }, passed: true };
  }
}

function isExempt({ input, test_group, test_type }: OfficialTest): boolean {
  const isOfParser = test_group === "required" && test_type === "parse";
  return isOfParser && exemptions.has(String(input));
}

function passes(test: OfficialTest): boolean {
  const { expected_output, expected_failure } = test;
  try {
    const output = run(test);
    if (expected_failure) return false;
    return isDeepStrictEqual(
      output,
      typeof expected_output === "string" ? expected_output : withoutNull(expected_output),
    );
  } catch (error) {
    if (error instanceof PurlError) return expected_failure;
    throw error;
  }
}

/** Required tests are of the strict parser; recommended ones ask for more than the standard allows, so they are mended. */
function run({ test_type, test_group, input }: OfficialTest): unknown {
  if (test_type === "build") return renderPurl({ type: "", name: "", ...withoutNull(input) });
  const parts: PurlParts | undefined =
    test_group === "required" ? parsePurl(String(input)) : parseLoosePurl(String(input)).purl;
  if (test_type === "parse" || parts === undefined) return parts;
  return renderPurl(parts);
}

function withoutNull(parts: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object(parts)).filter(([, value]) => value !== null));
}
