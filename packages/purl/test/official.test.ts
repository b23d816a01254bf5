import { type Purl, PurlError, parseLoosePurl, parsePurl, renderPurl } from "@coppice/purl";
import { describe, expect, test } from "vitest";
import { corpus, type OfficialTest, officialTests } from "./corpus.ts";

/** The one test that others contradict: rpm and gem forbid a parser to read keys in upper case. */
const contradicted =
  "pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io/release";

describe.skipIf(corpus === undefined)("the specification's own tests", () => {
  test.each(officialTests().map((official) => [titleOf(official), official] as const))(
    "%s",
    (_, official) => {
      const { input, test_type, test_group, expected_output, expected_failure } = official;
      if (input === contradicted && test_type === "parse" && test_group === "required") {
        expect(() => run(official)).toThrow(PurlError);
      } else if (expected_failure) {
        expect(() => run(official)).toThrow(PurlError);
      } else if (test_type === "parse") {
        expect(run(official)).toEqual(withoutNull(expected_output));
      } else {
        expect(run(official)).toBe(expected_output);
      }
    },
  );
});

function titleOf({ file, test_type, test_group, input }: OfficialTest): string {
  return `${file} ${test_group} ${test_type} ${JSON.stringify(input)}`;
}

/** Required tests are of the strict parser, recommended ones of a parser that mends. */
function run({ test_type, test_group, input }: OfficialTest): Purl | string {
  if (test_type === "build") return renderPurl(withoutNull(input) as unknown as Purl);
  const purl = (test_group === "required" ? parsePurl : parseLoosely)(String(input));
  return test_type === "parse" ? purl : renderPurl(purl);
}

function parseLoosely(text: string): Purl {
  const { purl, fault } = parseLoosePurl(text);
  if (purl === undefined) throw new PurlError(fault.code, fault.message);
  return purl;
}

function withoutNull(parts: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object(parts)).filter(([, value]) => value !== null));
}
