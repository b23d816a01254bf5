import type { JsonObject } from "@coppice/sbom";
import type { OnLoss } from "../render/losses.ts";
import type { VexRating } from "../vex-statement.ts";
import { cvssMethods } from "./read-ratings.ts";

/** Gathers the scores of a vulnerability. */
interface ScoresBuilder {
  add(rating: VexRating, products: readonly string[], pointer: string): void;
  build(): readonly JsonObject[];
}

/** CSAF 2.0, 3.2.3.13: scores by CVSS 2 and 3 with their vectors, one of each version for a product (6.1.7). */
export function createScores(onLoss: OnLoss): ScoresBuilder {
  const scores: JsonObject[] = [];
  const scored = new Set<string>();
  return {
    add(rating, products, pointer) {
      const version = [...cvssMethods].find(([, method]) => method === rating.method)?.[0];
      const cvss = version === undefined ? undefined : renderCvss(version, rating);
      if (version === undefined || cvss === undefined) {
        onLoss(pointer, "the format has CVSS 2 and 3 only, with vector, score and severity");
        return;
      }
      const member = version === "2.0" ? "cvss_v2" : "cvss_v3";
      const fresh = products.filter((product) => !scored.has(`${member} ${product}`));
      for (const product of fresh) scored.add(`${member} ${product}`);
      if (fresh.length < products.length) {
        onLoss(pointer, "the format has one score of a version for each product");
      }
      if (rating.source !== undefined)
        onLoss(`${pointer}/source`, "the format has no place for it");
      if (fresh.length > 0) scores.push({ products: fresh, [member]: cvss });
    },
    build: () => scores,
  };
}

function renderCvss(
  version: string,
  { vector, score, severity }: VexRating,
): JsonObject | undefined {
  if (vector === undefined || score === undefined || version === "4.0") return undefined;
  const common = { version, vectorString: vector, baseScore: score };
  if (version === "2.0") return common;
  if (severity === undefined) return undefined;
  return { ...common, baseSeverity: severity.toUpperCase() };
}
