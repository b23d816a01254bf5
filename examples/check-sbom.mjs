// A step of a pipeline: is the SBOM of this release valid and complete, and what is new since the last one?
//
//   node check-sbom.mjs SBOM [PREVIOUS] [PROFILE] [MINIMUM]
//
// PREVIOUS is the SBOM of the last release, or - for none; PROFILE is a standard (ntia-2021 unless given) of which SBOM must reach
// MINIMUM of 100 points (80 unless given). The process ends with 1 when it does not, or when it breaks its schema.
import { readFile } from "node:fs/promises";
import { compareSboms, readSbom, sbomProfiles, scoreSbom, validateSbom } from "@coppice/sbom";

const [path, previous = "-", profileId = "ntia-2021", minimum = "80"] = process.argv.slice(2);

try {
  const bytes = await readFile(path);
  const document = await readSbom(bytes);

  // The text gives faults their lines; it is that of the document unless this came out of an envelope.
  const text = document.envelopes.length === 0 ? bytes.toString() : undefined;
  const { valid, faults } = await validateSbom({ ...document, text });
  for (const { severity, line = "?", pointer, xpath, message } of faults) {
    process.stdout.write(`${severity}: line ${line}: ${pointer ?? xpath}: ${message}\n`);
  }

  const profile = sbomProfiles.find(({ id }) => id === profileId);
  if (profile === undefined) throw new Error(`there is no profile ${profileId}`);
  const { score = 0, rules } = scoreSbom(document, profile);
  for (const { status, title, passed, total } of rules) {
    if (status === "failed")
      process.stdout.write(`${profileId}: ${title}: ${passed} of ${total}\n`);
  }
  process.stdout.write(`${profileId}: ${score} of 100\n`);

  if (previous !== "-") await compareWith(previous, document);
  if (!valid || score < Number(minimum)) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error.code ?? "FAILED"}: ${error.message}\n`);
  process.exitCode = 1;
}

/** Says what came, went or changed its version or licence since the last release. */
async function compareWith(path, document) {
  const before = await readSbom(await readFile(path));
  const { added, removed, changed } = compareSboms(before, document, { absent: "unknown" });
  for (const { name, version = "" } of added) process.stdout.write(`added: ${name} ${version}\n`);
  for (const { name, version = "" } of removed)
    process.stdout.write(`removed: ${name} ${version}\n`);
  for (const { after, version, fields } of changed) {
    if (version) {
      const { direction, before, after: now } = version;
      process.stdout.write(`${direction}: ${after.name} ${before} to ${now}\n`);
    }
    const license = fields.find(({ field }) => field === "license");
    if (license)
      process.stdout.write(`licence: ${after.name}: ${license.removed} to ${license.added}\n`);
  }
}
