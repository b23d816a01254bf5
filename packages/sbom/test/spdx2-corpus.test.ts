import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSpdxTagValue } from "../src/spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { renderSpdxTagValue } from "../src/spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { canonicalSpdx2, differences } from "./spdx2-canonical.ts";
import {
  corpus,
  countsEqual,
  countsOf,
  readCorpusText,
  readSpdx2Text,
  spdxDocuments,
} from "./spdx2-corpus.ts";
import { twins } from "./spdx2-twins.ts";

const home = corpus ?? "";
const documents = corpus === undefined ? [] : spdxDocuments(corpus);
const formats = new Map(documents.map(({ path, format }) => [path, format]));

if (corpus === undefined) process.stderr.write("no corpus of SBOMs: its tests are skipped\n");

describe.skipIf(corpus === undefined)("SPDX 2 documents of many tools", () => {
  const encoded = documents.filter(({ format }) => /^spdx-(?:tag|yaml|xml|rdf)/.test(format));

  it("are read in every encoding, with as many packages, files and relationships as an independent counter finds", () => {
    const wrong = encoded.filter(({ path, format, counts }) => {
      const { document } = readSpdx2Text(format, readCorpusText(home, path));
      return !countsEqual(counts, countsOf(document));
    });
    expect(encoded.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it("come through tag-value and back the same where they were tag-value before", () => {
    for (const { path, format } of encoded.filter(({ format }) => format === "spdx-tag-value")) {
      const { document } = readSpdx2Text(format, readCorpusText(home, path));
      const { text, losses } = renderSpdxTagValue(document);
      expect([path, losses]).toEqual([path, []]);
      expect(readSpdxTagValue(text).document).toEqual(document);
    }
  });

  it.each(twins)("say the same in every encoding: $name", ({ first, others, known }) => {
    const read = (path: string) =>
      canonicalSpdx2(readSpdx2Text(formats.get(path) ?? "", readCorpusText(home, path)).document);
    const found = others.flatMap((path) => differences(read(first), read(path)));
    const isKnown = (pointer: string) => known.some((entry) => pointer.startsWith(entry.pointer));
    expect(found.filter((pointer) => !isKnown(pointer))).toEqual([]);
    // What is listed as different is.
    for (const { pointer } of known) {
      expect(found.some((at) => at.startsWith(pointer))).toBe(true);
    }
  });

  it("are refused with the line of a text that is never closed", () => {
    const text = readFileSync(join(home, "sbom/_hostile/spdx-unterminated-text.spdx"), "utf8");
    expect(() => readSpdxTagValue(text)).toThrow(
      expect.objectContaining({
        code: "TAG_VALUE_INVALID",
        message: expect.stringContaining("line 10"),
      }),
    );
  });
});
