// Reads the log that is named in the format that is named, and with a bill of materials grades what it says too.
import { createReadStream, readFileSync } from "node:fs";
import process from "node:process";
import { gunzipSync } from "node:zlib";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, logFormats } from "@coppice/trace";

const [name, path, bomPath] = process.argv.slice(2);
const format = logFormats.find((known) => known.name === name);
const chunks = createReadStream(path, { highWaterMark: 1 << 18 });
let problems = 0;
const onProblem = () => {
  problems++;
};
if (bomPath === undefined) {
  let events = 0;
  for await (const batch of format.read(chunks, { onProblem })) events += batch.length;
  process.stdout.write(`${events} events, ${problems} problems\n`);
} else {
  const bom = JSON.parse(gunzipSync(readFileSync(bomPath)).toString());
  const events = format.read(chunks, { onProblem, files: createFileIndex(bom.files) });
  const evidence = await gradeEvidence(events, bom, { unit: "run", source: format });
  process.stdout.write(`${evidence.files.length} files, ${evidence.packages.length} packages\n`);
}
