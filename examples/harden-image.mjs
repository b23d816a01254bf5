// A step of a pipeline: an image and a log of its tests in, such as of strace; plan, hardened image and SBOM out.
//
//   node harden-image.mjs IMAGE LOG OUT [closure|executed|files]
//
// IMAGE is an OCI layout, a docker-archive or a root folder. OUT is a new folder: OUT/plan.json, OUT/image (an OCI layout)
// and OUT/sbom.cdx.json. The process ends with 1 when a check failed; then only the plan is written.
import { createReadStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { planHardening, verifyHardened } from "@coppice/harden";
import { applyPlan } from "@coppice/harden/node";
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import { convertSbom, documentOfBom, renderSbom } from "@coppice/sbom";
import { gradeEvidence, openLog } from "@coppice/trace";

const [imagePath, logPath, out, mode = "closure"] = process.argv.slice(2);

const image = await openImage(imagePath);
const onProblem = ({ code, message }) => process.stderr.write(`${code}: ${message}\n`);
try {
  const bom = await inventory(image.tree, { subject: image.subject, onProblem });
  const log = createReadStream(logPath);
  const { events, format } = await openLog(log, { files: image.tree, onProblem });
  const evidence = await gradeEvidence(events, bom, { unit: logPath, source: format });

  const plan = planHardening(bom, evidence, { mode });
  await mkdir(out);
  await writeFile(join(out, "plan.json"), JSON.stringify(plan));
  const failed = plan.checks.filter(({ status }) => status === "failed");
  if (failed.length > 0) throw new Error(`failed: ${failed.map(({ title }) => title).join(" ")}`);

  const applied = await applyPlan({ image, bom, plan, out: join(out, "image") });
  await writeSbom(join(out, "sbom.cdx.json"), applied.bom, evidence);
  await verify(join(out, "image"), { plan, original: bom, evidence });

  const { packages, bytes } = plan.summary;
  process.stdout.write(`packages: ${packages.before} before, ${packages.after} after\n`);
  process.stdout.write(`bytes: ${bytes.before} before, ${bytes.after} after\n`);
  process.stdout.write(`image: ${applied.digest}\n`);
} catch (error) {
  process.stderr.write(`${error.code ?? "FAILED"}: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await image.close();
}

/** Writes what remains as CycloneDX 1.6, with what was seen to run. */
async function writeSbom(path, bom, evidence) {
  const whole = documentOfBom(bom, { evidence: { ...evidence, subject: bom.subject } });
  const { document } = await convertSbom(whole, { family: "cyclonedx", version: "1.6" });
  await writeFile(path, renderSbom(document).content);
}

/** Takes the inventory of the image that was written, and compares it with the plan. */
async function verify(path, input) {
  const written = await openImage(path);
  try {
    const { subject, tree } = written;
    const hardened = await inventory(tree, { subject, onProblem });
    const failed = verifyHardened({ ...input, hardened }).filter(
      ({ status }) => status === "failed",
    );
    if (failed.length > 0) throw new Error(failed.map(({ title }) => title).join(" "));
  } finally {
    await written.close();
  }
}
