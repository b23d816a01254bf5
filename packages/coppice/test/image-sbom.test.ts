import { readdir } from "node:fs/promises";
import { parseSbom } from "@coppice/sbom";
import { parseDocument } from "@coppice/types";
import { beforeAll, describe, expect, test } from "vitest";
import { log, makeImage, makeRoot } from "./root.ts";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const { place, write, read } = workFolder();

beforeAll(async () => {
  await makeRoot(place("root"));
  await makeImage(place("root"), place("image"));
  const bom = ["--bom", place("bom.json")];
  const argv = ["inventory", place("image"), "-o", place("bom.json")];
  await run([...argv, "--sbom", place("image.spdx"), "--sbom-format", "spdx-json@2.3"]);
  const trace = ["trace", await write("log", log), ...bom, "--client", "probe"];
  await run([...trace, "-o", place("evidence.json")]);
  await run(["plan", ...bom, ...evidenceOption(), "--mode", "executed", "-o", place("plan.json")]);
});

const evidenceOption = (): string[] => ["--evidence", place("evidence.json")];
const planOptions = (): string[] => ["--plan", place("plan.json"), "--bom", place("bom.json")];
const namesOf = (text: string) =>
  parseSbom(text).components.flatMap(({ name, purls }) => (purls.length > 0 ? [name] : []));

describe("inventory", () => {
  test("writes the packages as an SBOM, which a plan makes that of the hardened image", async () => {
    expect(parseSbom(await read("image.spdx")).format.encoding).toBe("json");
    expect(namesOf(await read("image.spdx"))).toEqual(["manual", "probe", "shell", "shop"]);
    const filter = ["sbom", "filter", place("image.spdx"), "--plan", place("plan.json")];
    expect(namesOf((await run(filter)).stdout)).toEqual(["shell", "shop"]);
  });

  test("says where the SBOM is", async () => {
    const argv = ["inventory", place("image"), "--sbom", place("image.cdx.json")];
    const { stdout } = await run(argv);
    expect(stdout).toContain(`\nThe packages are listed in ${place("image.cdx.json")}\n`);
    expect((await run(["inventory", place("image"), "--sbom-format", "spdx"])).code).toBe(2);
  });
});

describe("apply", () => {
  test("writes the SBOM in the format that its name tells, with what was seen to run", async () => {
    const { code, stdout } = await run([
      "apply",
      place("image"),
      ...planOptions(),
      ...evidenceOption(),
      ..."--sbom-created 2026-01-31T12:00:00Z -o".split(" "),
      place("spdx"),
      "--sbom",
      place("out.cdx.xml"),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(`What remains is listed in ${place("out.cdx.xml")}\n`);
    const { format, created, components } = parseSbom(await read("out.cdx.xml"));
    expect(format).toEqual({ family: "cyclonedx", version: "1.6", encoding: "xml" });
    expect(created).toBe("2026-01-31T12:00:00.000Z");
    const shop = components.find(({ name }) => name === "shop");
    expect(shop?.evidence).toMatchObject({
      occurrences: [{ location: "/usr/bin/shop" }],
      uses: [{ role: "workload", grade: "executed" }],
    });
  });

  test("writes the SBOM in the format that is asked for, and says what that has no place for", async () => {
    const { stdout } = await run([
      "apply",
      place("image"),
      ...planOptions(),
      ..."--json --sbom-format spdx-tag-value@2.3 -o".split(" "),
      place("tag-value"),
      "--sbom",
      place("out.txt"),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ sbom: place("out.txt"), losses: [] });
    expect(await read("out.txt")).toMatch(/^SPDXVersion: SPDX-2\.3$/m);
  });

  test("refuses evidence of another image, and options of an SBOM that is not written", async () => {
    const evidence = await read("evidence.json");
    const { subject } = parseDocument("evidence", JSON.parse(evidence));
    const other = evidence.replaceAll(subject.digest, `sha256:${"0".repeat(64)}`);
    await write("other-evidence.json", other);
    const argv = ["apply", place("image"), ...planOptions(), "-o", place("none")];
    const mixed = ["--evidence", place("other-evidence.json"), "--sbom", place("none.json")];
    const refused = await run([...argv, ...mixed]);
    expect(refused.stderr).toMatch(/^coppice: SUBJECT_MISMATCH: /);
    expect((await run([...argv, "--sbom-format", "spdx"])).code).toBe(2);
    expect(await readdir(place(""))).not.toContain("none");
  });
});
