import type { SbomDocument, SbomLoss, SbomTarget } from "@coppice/sbom";
import type { Command } from "commander";
import { CommandError } from "./command-error.ts";
import type { Io } from "./io.ts";
import { readSbomFormat } from "./options.ts";
import { lossesSection } from "./reports/losses-section.ts";
import { printable } from "./reports/printable.ts";
import { report, type Section } from "./reports/report.ts";
import { sbomFormatName } from "./sbom-format-name.ts";
import { showProgress } from "./show-progress.ts";
import { writeDocument } from "./write-document.ts";

/** Where an SBOM that a command made goes, and in which format. */
export interface SbomOutputOptions {
  readonly to?: SbomTarget;
  readonly output?: string;
  readonly losses?: string;
  readonly json?: boolean;
}

/** Adds the options of {@link SbomOutputOptions}; `to` says what the format is unless it is given. */
export function addSbomOutputOptions(command: Command, to: string): Command {
  return command
    .option("--to <format>", `format to write, such as cyclonedx-json@1.6; ${to}`, readSbomFormat)
    .option("-o, --output <file>", "write the SBOM to a file (gzip'ed when named *.gz)")
    .option("--losses <file>", "write all that the SBOM could not say as JSON to a file")
    .option("--json", "print one JSON object with what was done instead of SBOM and report");
}

/** What a command made, and what else it has to say. */
export interface MadeSbom {
  readonly document: SbomDocument;
  readonly losses: readonly SbomLoss[];
  /** More members of the JSON object. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Sections of the report before that of the losses. */
  readonly sections?: readonly Section[];
}

/**
 * Hands over an SBOM that a command made: to the file that was named or else to `stdout`, the report to `stderr`; with
 * `--json`, everything as one object to `stdout`.
 *
 * @throws A {@link CommandError} with code `USAGE` where a binary format would go to `stdout`.
 */
export async function deliverSbom(
  io: Io,
  { to, output, losses: lossesFile, json = false }: SbomOutputOptions,
  { document, losses: before, facts = {}, sections = [] }: MadeSbom,
): Promise<void> {
  const { convertSbom, renderSbom } = await import("@coppice/sbom");
  showProgress(io, "Converting …");
  const converted = to === undefined ? { document, losses: [] } : await convertSbom(document, to);
  const { content, losses: unwritten } = renderSbom(converted.document);
  const losses = [...before, ...converted.losses, ...unwritten];
  const format = sbomFormatName(converted.document.format);
  if (output === undefined && typeof content !== "string") {
    throw new CommandError("USAGE", `${format} is no text; name a file for it with -o`);
  }
  io.signal?.throwIfAborted();
  if (output !== undefined) {
    showProgress(io, `Writing ${output} …`);
    await writeDocument(output, content);
  }
  if (lossesFile !== undefined) await writeDocument(lossesFile, `${JSON.stringify(losses)}\n`);
  showProgress(io, "");
  if (json) {
    const where = output === undefined ? { content } : { output };
    io.stdout.write(`${JSON.stringify({ format, ...facts, losses, ...where })}\n`);
    return;
  }
  if (output === undefined && typeof content === "string") io.stdout.write(content);
  const written = output === undefined ? [] : [printable(`${output}  ${format}`)];
  io.stderr.write(report([written, ...sections, lossesSection(losses)]));
}
