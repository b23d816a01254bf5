import type { JsonObject } from "@coppice/sbom";
import { objectOf, textOf } from "../json/members.ts";
import type { VexRating } from "../vex-statement.ts";

/** Names of CycloneDX for versions of CVSS. */
export const cvssMethods: ReadonlyMap<string, string> = new Map([
  ["2.0", "CVSSv2"],
  ["3.0", "CVSSv3"],
  ["3.1", "CVSSv31"],
  ["4.0", "CVSSv4"],
]);

/** The ratings of a score of CSAF 2.0 (3.2.3.13) or a metric of CSAF 2.1. */
export function readRatings(score: JsonObject): readonly VexRating[] {
  const content = "content" in score ? objectOf(score["content"]) : score;
  const source = textOf(score["source"]);
  const severity = textOf(content["qualitative_severity_rating"]);
  const ratings = ["cvss_v2", "cvss_v3", "cvss_v4"].flatMap((name): readonly VexRating[] => {
    const cvss = objectOf(content[name]);
    const method = cvssMethods.get(textOf(cvss["version"]) ?? "");
    const { baseScore } = cvss;
    if (method === undefined) return [];
    return [
      {
        method,
        score: typeof baseScore === "number" ? baseScore : undefined,
        severity: textOf(cvss["baseSeverity"])?.toLowerCase(),
        vector: textOf(cvss["vectorString"]),
        source,
      },
    ];
  });
  return severity === undefined ? ratings : [...ratings, { method: "other", severity, source }];
}
