import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { parseSbom } from "@coppice/sbom";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { place, write, read } = workFolder();
const convert = async (...argv: readonly string[]) =>
  run(["sbom", "convert", await write("shop.cdx.json", shopSbom(losing)), ...argv]);

/** A document with something that SPDX 2 has no place for. */
const losing = {
  more: '"vulnerabilities": [{ "id": "CVE-2022-24999" }, { "id": "CVE-2017-1000048" }]',
};

describe("sbom convert", () => {
  test.each([
    ["cyclonedx-xml@1.4", { family: "cyclonedx", version: "1.4", encoding: "xml" }],
    ["cyclonedx", { family: "cyclonedx", version: "1.6", encoding: "json" }],
    ["spdx-tag-value@2.3", { family: "spdx", version: "2.3", encoding: "tag-value" }],
    ["spdx@2.2", { family: "spdx", version: "2.2", encoding: "json" }],
    ["spdx-json@3.0.1", { family: "spdx", version: "3.0.1", encoding: "json" }],
  ])("prints the document as %s", async (to, format) => {
    const { code, stdout } = await convert("--to", to);
    expect(code).toBe(0);
    const document = parseSbom(stdout);
    expect(document.format).toEqual(format);
    expect(document.components.map(({ name }) => name)).toContain("express");
  });

  test("writes the document that the name of the output tells, and says what it could not say", async () => {
    const out = place("shop.spdx");
    const { code, stdout, stderr } = await convert("-o", out, "--losses", place("losses.json"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(await read("shop.spdx")).toMatch(/^SPDXVersion: SPDX-2\.3$/m);
    expect(stderr.replace(out, "OUT")).toMatchInlineSnapshot(`
      "OUT  spdx-tag-value@2.3

      1 statement could not be carried over:
        /vulnerabilities: a conversion to SPDX 2.3 does not carry this
      "
    `);
    expect(JSON.parse(await read("losses.json"))).toEqual([
      { pointer: "/vulnerabilities", reason: expect.any(String) },
    ]);
  });

  test("says with --json all that it could not say, and where the document is", async () => {
    const written = JSON.parse((await convert("-o", place("a.spdx.json"), "--json")).stdout);
    expect(written).toMatchObject({
      format: "spdx-json@2.3",
      output: place("a.spdx.json"),
      problems: [],
    });
    expect(written.losses.length).toBeGreaterThan(0);
    const printed = await convert("--to", "spdx@2.3", "--json");
    expect(printed.stderr).toBe("");
    expect(JSON.parse(printed.stdout)).toMatchObject({
      format: "spdx-json@2.3",
      losses: written.losses,
      content: await read("a.spdx.json"),
    });
  });

  test("writes bytes to a file, and not where text is read", async () => {
    await convert("-o", place("shop.cdx.pb"));
    expect(parseSbom(await readFile(place("shop.cdx.pb"))).format.encoding).toBe("protobuf");
    const { code, stderr } = await convert("--to", "cyclonedx-protobuf@1.6");
    expect(code).toBe(2);
    expect(stderr).toBe(
      "coppice: USAGE: cyclonedx-protobuf@1.6 is no text; name a file for it with -o\n",
    );
  });

  test("packs a file named *.gz", async () => {
    await convert("-o", place("packed.spdx.json.gz"));
    const text = gunzipSync(await readFile(place("packed.spdx.json.gz"))).toString();
    expect(parseSbom(text).format.version).toBe("2.3");
  });

  test("reads standard input and gives back what it read", async () => {
    const there = await convert("--to", "spdx-json@2.3");
    const back = await run(["sbom", "convert", "-", "--to", "cyclonedx-json@1.6"], {
      stdin: there.stdout,
    });
    const names = (text: string) =>
      parseSbom(text)
        .components.map(({ name, version }) => `${name} ${version}`)
        .sort();
    expect(names(back.stdout)).toEqual(names(shopSbom()));
  });

  test("refuses what cannot be written, and leaves nothing", async () => {
    const version = await convert("--to", "spdx@9", "-o", place("no.json"));
    expect(version.stderr).toMatch(/^coppice: VERSION_UNSUPPORTED: /);
    const encoding = await convert("-o", place("no.spdx.xml"));
    expect(encoding.stderr).toMatch(/^coppice: ENCODING_UNSUPPORTED: /);
    expect([version.code, encoding.code]).toEqual([3, 3]);
    await expect(read("no.spdx.xml")).rejects.toThrow(/ENOENT/);
    const folder = await convert("--to", "spdx", "-o", place("no/such"));
    expect(folder.stderr).toMatch(/^coppice: OUTPUT_UNWRITABLE: /);
  });

  test("says on a terminal what it does", async () => {
    const file = await write("progress.json", shopSbom());
    const { stderr } = await run(["sbom", "convert", file, "-o", place("p.spdx")], {
      terminal: true,
    });
    expect(stderr).toMatch(/Reading .*Converting … *.*Writing /s);
  });
});
