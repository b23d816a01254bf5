import { fileURLToPath } from "node:url";
import { parseSbom } from "@coppice/sbom";
import { parseDocument } from "@coppice/types";
import { expect, test } from "vitest";
import { readDocument } from "../src/node/read-document.ts";
import { writeSbomFile } from "../src/node/write-sbom-file.ts";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const { place, read } = workFolder();
const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/nginx/${name}`, import.meta.url));
const bom = example("bom.json.gz");

const nowhere = {
  stdin: (async function* (): AsyncGenerator<Uint8Array> {})(),
  stdout: { write: () => true },
  stderr: { write: () => true },
};

test("a plan makes of the SBOM of an image that of the hardened one, whatever its format", async () => {
  const trace = ["trace", example("trace.strace.gz"), "--bom", bom];
  await run([...trace, "-o", place("evidence.json")]);
  const plan = ["plan", "--bom", bom, "--evidence", place("evidence.json"), "--mode", "executed"];
  await run([...plan, "-o", place("plan.json")]);
  await writeSbomFile(nowhere, { sbom: place("image.spdx") }, await readDocument("bom", bom));

  const { stdout } = await run([
    "sbom",
    "filter",
    place("image.spdx"),
    "--plan",
    place("plan.json"),
  ]);
  const { packages } = parseDocument("plan", JSON.parse(await read("plan.json")));
  const kept = packages.filter(({ decision }) => decision !== "remove");
  const listed = parseSbom(stdout).components.flatMap(({ purls }) => purls);
  expect([...listed].sort()).toEqual(kept.map(({ id }) => id).sort());
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.length).toBeLessThan(packages.length);
});
