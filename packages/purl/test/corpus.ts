import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const folder = resolve(repository, process.env["COPPICE_CORPUS"] ?? "../shared/data");

/** The corpora of COPPICE_CORPUS; `undefined` where there is none about SBOMs, which skips the tests that read it. */
export const corpus: string | undefined = existsSync(join(folder, "sbom")) ? folder : undefined;

if (corpus === undefined) process.stderr.write(`no corpus at ${folder}: its tests are skipped\n`);

/** The purl specification's own repository. */
export const specification: string = join(folder, "sbom/_standards/purl-spec");

/** A test of the specification. See its `schemas/purl-test.schema-0.2.json`. */
export interface OfficialTest {
  readonly file: string;
  readonly description: string;
  readonly test_group: "required" | "recommended";
  readonly test_type: "parse" | "build" | "validate";
  readonly input: unknown;
  readonly expected_output?: unknown;
  readonly expected_failure: boolean;
}

/** Every test of the specification, none without a corpus. */
export function officialTests(): readonly OfficialTest[] {
  if (corpus === undefined) return [];
  return ["spec", "types"].flatMap((part) => {
    const tests = join(specification, "tests", part);
    return readdirSync(tests).flatMap((file): OfficialTest[] =>
      JSON.parse(readFileSync(join(tests, file), "utf8")).tests.map((test: OfficialTest) => ({
        ...test,
        file,
      })),
    );
  });
}
