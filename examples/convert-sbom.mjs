// A step of a pipeline: an SBOM in any format in, the same in another one out, and what that cannot say on standard error.
//
//   node convert-sbom.mjs SBOM OUT [cyclonedx|spdx] [VERSION] [ENCODING]
//
// SBOM is CycloneDX, SPDX or Syft's JSON in any encoding, also compressed or in an in-toto, DSSE or Sigstore envelope. ENCODING is
// json, xml or protobuf for CycloneDX; json, tag-value or yaml for SPDX 2. The process ends with 1 when SBOM cannot be read.
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { convertSbom, readSbom, renderSbom } from "@coppice/sbom";

const [path, out, family = "cyclonedx", version, encoding] = process.argv.slice(2);

try {
  const document = await readSbom(createReadStream(path));
  for (const { code, message } of document.problems) process.stderr.write(`${code}: ${message}\n`);

  const converted = await convertSbom(document, { family, version, encoding });
  const rendered = renderSbom(converted.document);
  await writeFile(out, rendered.content);

  for (const { pointer, reason } of [...converted.losses, ...rendered.losses]) {
    process.stderr.write(`lost: ${pointer}: ${reason}\n`);
  }
  process.stdout.write(`components: ${converted.document.components.length}\n`);
} catch (error) {
  process.stderr.write(`${error.code ?? "FAILED"}: ${error.message}\n`);
  process.exitCode = 1;
}
