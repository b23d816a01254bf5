import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  convertSbom,
  parseSbom,
  renderSbom,
  type SbomDocument,
  type SbomLoss,
  validateSbom,
} from "@coppice/sbom";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

const targets = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

/**
 * Makes every valid CycloneDX document each other version: the result, as it is written, must be valid, and every component be
 * there or be named by a loss. A newer version loses only what its schema refuses and the older one let pass.
 */
export async function* versions(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const documents = readManifest(folder).flatMap((row) => {
    const kind = /^cyclonedx-(?:json|xml)$/.test(row.get("format") ?? "");
    if (!kind || row.get("schema_check") !== "valid") return [];
    const path = row.get("path") ?? "";
    return [{ path, document: parseSbom(readFileSync(join(folder, path))) }];
  });
  for (const version of targets) {
    const wrong: string[] = [];
    let valid = 0;
    let kept = 0;
    let components = 0;
    let losses = 0;
    let upgrades = 0;
    let faithful = 0;
    for (const { path, document } of documents) {
      const made = await convertSbom(document, { family: "cyclonedx", version });
      const fault = await faultOf(made.document);
      if (fault === undefined) valid += 1;
      else wrong.push(`${path}: ${fault}`);
      losses += made.losses.length;
      components += document.components.length;
      kept += made.document.components.length;
      const lost = document.components.length - made.document.components.length;
      if (lost > 0 && !made.losses.some(namesComponents)) {
        wrong.push(`${path}: ${lost} components lost`);
      }
      if (Number(version.slice(2)) < Number(document.format.version.slice(2))) continue;
      upgrades += 1;
      if (made.losses.length === 0) faithful += 1;
    }
    yield {
      name: `to CycloneDX ${version}`,
      values: {
        valid: `${valid}/${documents.length}`,
        "components kept": `${kept}/${components}`,
        "losses listed": losses,
        "newer without loss": `${faithful}/${upgrades}`,
        wrong: wrong.slice(0, 5).join("; "),
      },
      passed: wrong.length === 0,
    };
  }
}

async function faultOf(document: SbomDocument): Promise<string | undefined> {
  const { content } = renderSbom(document);
  const text = typeof content === "string" ? content : undefined;
  const { faults } = await validateSbom({ ...document, ...(text !== undefined && { text }) });
  const fault = faults.find(({ code }) => code === "SCHEMA_VIOLATED");
  return fault && `${fault.pointer ?? fault.xpath} ${fault.message}`;
}

/** Whether a loss is of a component or service, or of what holds them. */
function namesComponents({ pointer }: SbomLoss): boolean {
  return /\/(?:metadata|(?:components|services)(?:\/\d+)?|component)$/.test(pointer);
}
