import type { SbomLoss } from "@coppice/sbom";
import type { Bom, Evidence } from "@coppice/types";
import type { Io } from "./io.ts";
import { sbomFormatOfPath } from "./sbom-format-name.ts";
import type { SbomOptions } from "./sbom-options.ts";
import { showProgress } from "./show-progress.ts";
import { writeDocument } from "./write-document.ts";

/**
 * Writes a bill of materials, with the evidence of its subject where there is any, as the SBOM that `options` ask for, and
 * gives what its format has no place for.
 */
export async function writeSbomFile(
  io: Io,
  { sbom, sbomFormat, sbomCreated: created }: SbomOptions,
  bom: Bom,
  evidence?: Evidence,
): Promise<readonly SbomLoss[]> {
  if (sbom === undefined) return [];
  showProgress(io, `Writing ${sbom} …`);
  // Loading the library takes longer than starting all the rest.
  const { convertSbom, documentOfBom, renderSbom } = await import("@coppice/sbom");
  const whole = documentOfBom(bom, { ...(evidence && { evidence }), ...(created && { created }) });
  const target = sbomFormat ?? sbomFormatOfPath(sbom) ?? { family: "cyclonedx" };
  const { document, losses } = await convertSbom(whole, target);
  const { content, losses: unwritten } = renderSbom(document);
  io.signal?.throwIfAborted();
  await writeDocument(sbom, content);
  return [...losses, ...unwritten];
}
