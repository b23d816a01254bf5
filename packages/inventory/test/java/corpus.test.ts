import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { javaExtractor, parseJarManifest } from "@coppice/inventory";
import { expect, test } from "vitest";
import { corpus, readTable } from "../corpus.ts";
import { takeInventory } from "../take-inventory.ts";
import { renderZip } from "../zip/render-zip.ts";

const folder = corpus && join(corpus, "jar-manifests");
const names = folder ? readdirSync(folder).filter((name) => name.endsWith(".MF")) : [];

test.skipIf(!folder)("unfolds the manifests of the corpus", () => {
  expect(names).toHaveLength(32);
  for (const name of names) {
    const wanted = readFileSync(join(folder ?? "", `${name}.want`), "utf8");
    const [main = ""] = wanted.replace(/\r/g, "").replace(/\n /g, "").split("\n\n", 1);
    const lines = main.split("\n").filter((line) => line.includes(":"));
    const attributes = new Map(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    expect(parseJarManifest(readFileSync(join(folder ?? "", name))), name).toEqual(attributes);
  }
});

const program = `
import java.io.*; import java.util.jar.*;
public class Print { public static void main(String[] files) throws Exception {
  PrintStream out = new PrintStream(System.out, false, "UTF-8");
  for (String file : files) {
    for (var each : new Manifest(new FileInputStream(file)).getMainAttributes().entrySet())
      out.print(each.getKey().toString().toLowerCase() + "\\0" + each.getValue().toString().trim() + "\\0");
    out.print("\\n");
  }
  out.flush();
} }
`;

test.skipIf(!folder || spawnSync("javac", ["-version"]).status !== 0)(
  "has the attributes that Java reads (corpus)",
  () => {
    const place = mkdtempSync(join(tmpdir(), "coppice-manifest-"));
    writeFileSync(join(place, "Print.java"), program);
    const files = names.map((name) => join(folder ?? "", name));
    const lines = execFileSync("java", [join(place, "Print.java"), ...files], { encoding: "utf8" });
    rmSync(place, { recursive: true });
    const found = files.map((file) => {
      const attributes = [...parseJarManifest(readFileSync(file))];
      return attributes.map(([name, value]) => `${name}=${value}`).sort();
    });
    const wanted = lines
      .trimEnd()
      .split("\n")
      .map((line) => {
        const fields = line.split("\0");
        return Array.from(
          { length: Math.floor(fields.length / 2) },
          (_, index) => `${fields[2 * index]}=${fields[2 * index + 1]}`,
        ).sort();
      });
    expect(found).toEqual(wanted);
  },
);

test.skipIf(!folder)("names JARs with the manifests of the corpus", async () => {
  const content = (name: string) => readFileSync(join(folder ?? "", name));
  const bom = await takeInventory(
    Object.fromEntries(
      names.map((name) => [
        `/lib/${name.slice(0, -3)}.jar`,
        renderZip([{ name: "META-INF/MANIFEST.MF", content: content(name) }]),
      ]),
    ),
    { extractors: [javaExtractor] },
  );
  const found = new Map(
    bom.packages.map(({ location, name, version }) => [
      location,
      [name.slice(name.indexOf(":") + 1), version],
    ]),
  );
  for (const [name = "", version] of readTable("jar-manifests/expected.tsv")) {
    // The table divides some names nowhere, and one within the version that Maven Central has for it.
    const isWhole = version === undefined || name === "java-cup-runtime-11b";
    const place = `/lib/${[name, version].filter(Boolean).join("-")}.jar`;
    if (isWhole) expect(found.get(place)?.filter(Boolean).join("-"), name).toBe(place.slice(5, -4));
    else expect(found.get(place), name).toEqual([name, version]);
  }
});
