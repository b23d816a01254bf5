import { readFileSync } from "node:fs";
import { isVexError, parseVex, renderVex, type VexDocument } from "@coppice/vex";
import { describe, expect, test } from "vitest";
import { corpus, corpusFiles } from "./corpus.ts";
import { sayings } from "./sayings.ts";
import { loadSchemas } from "./schemas.ts";

/** Every document that states something. */
function documents(): readonly (readonly [string, VexDocument])[] {
  return corpusFiles().flatMap((file): (readonly [string, VexDocument])[] => {
    try {
      const document = parseVex(readFileSync(file));
      return sayings(document).length === 0 ? [] : [[file, document]];
    } catch (error) {
      if (isVexError(error)) return [];
      throw error;
    }
  });
}

const stand = {
  id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  author: { name: "Example", url: "https://example.com" },
};

describe.skipIf(corpus === undefined)("the corpora", () => {
  test("reads every VEX document and refuses every other file with a code", () => {
    const outcomes = new Map<string, number>();
    for (const file of corpusFiles()) {
      let outcome: string;
      try {
        outcome = parseVex(readFileSync(file)).format.family;
      } catch (error) {
        if (!isVexError(error)) throw error;
        expect(readFileSync(file, "utf8"), file).not.toMatch(
          /"csaf_version": *"|"statements": *\[/,
        );
        outcome = "refused";
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()].sort()).toEqual(["csaf", "cyclonedx", "openvex", "refused"]);
  });

  test("writes what it read so that reading it again gives the same", () => {
    for (const [file, document] of documents()) {
      const { family } = document.format;
      const issued = document.issued ?? "2025-01-02T03:04:05Z";
      const again = parseVex(renderVex(document, { family }, { ...stand, issued }).text);
      const timeless = (model: VexDocument): readonly string[] =>
        sayings({
          ...model,
          statements: model.statements.map(({ issued: _, updated: __, ...said }) => said),
        });
      expect(timeless(again), file).toEqual(timeless(document));
    }
  });

  test("writes documents that the official schemas take", () => {
    const faults = loadSchemas(corpus ?? "");
    for (const [file, document] of documents()) {
      for (const [family, version] of targets) {
        try {
          const issued = document.issued ?? "2025-01-02T03:04:05Z";
          const { native } = renderVex(document, { family, version }, { ...stand, issued });
          expect(faults(family, version, native), `${file} as ${family} ${version}`).toEqual([]);
        } catch (error) {
          if (!isVexError(error)) throw error;
          expect(error.code, file).toBe("STATEMENTS_MISSING");
        }
      }
    }
  });
});

const targets = [
  ["openvex", "0.2.0"],
  ["csaf", "2.0"],
  ["cyclonedx", "1.6"],
  ["cyclonedx", "1.7"],
] as const;
