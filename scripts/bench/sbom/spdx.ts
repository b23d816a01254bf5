import type { JsonObject } from "../../../packages/sbom/src/json/json-value.ts";
import { readSpdxRdf } from "../../../packages/sbom/src/spdx2/encodings/rdf/read-spdx-rdf.ts";
import { readSpdxYaml } from "../../../packages/sbom/src/spdx2/encodings/read-spdx-yaml.ts";
import { renderSpdxYaml } from "../../../packages/sbom/src/spdx2/encodings/render-spdx-yaml.ts";
import { readSpdxTagValue } from "../../../packages/sbom/src/spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { renderSpdxTagValue } from "../../../packages/sbom/src/spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { parseXml } from "../../../packages/sbom/src/xml/parse-xml.ts";
import type { Row } from "../../evaluate/evaluation.ts";

/** Four times the packages may take this many times as long. */
const tolerated = 6;

/** Time to read and write SPDX 2 encodings at two sizes, made in memory, and how it grows from one to the other. */
export async function* spdx(_corpus: string | undefined): AsyncIterable<Row> {
  const tasks: readonly [
    name: string,
    small: number,
    prepare: (packages: number) => string,
    run: (text: string) => void,
  ][] = [
    [
      "tag-value, read",
      8000,
      (count) => renderSpdxTagValue(documentOf(count)).text,
      readSpdxTagValue,
    ],
    [
      "json to tag-value",
      8000,
      (count) => JSON.stringify(documentOf(count)),
      (text) => renderSpdxTagValue(JSON.parse(text)),
    ],
    ["rdf, read", 2000, rdfOf, (text) => readSpdxRdf(parseXml(text))],
    ["yaml, read", 2000, (count) => renderSpdxYaml(documentOf(count)), readSpdxYaml],
  ];
  for (const [name, small, prepare, run] of tasks) {
    const [first, second] = [small, 4 * small].map((packages) => {
      const text = prepare(packages);
      return { packages, megabytes: text.length / 1e6, ...fastest(() => run(text)) };
    });
    if (first === undefined || second === undefined) continue;
    const growth = second.cpu / first.cpu;
    for (const size of [first, second]) {
      yield {
        name: `${name}, ${size.packages / 1000}k packages`,
        values: {
          MB: size.megabytes.toFixed(1),
          "wall ms": size.wall.toFixed(0),
          "CPU ms": size.cpu.toFixed(0),
          ...(size === second ? { "CPU at 4 times the size": growth.toFixed(1) } : {}),
        },
        passed: size === first || growth <= tolerated,
      };
    }
  }
}

/** The fastest of three runs. */
function fastest(action: () => void): { readonly wall: number; readonly cpu: number } {
  const runs = [1, 2, 3].map(() => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    action();
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return { wall, cpu: (user + system) / 1000 };
  });
  return runs.reduce((best, run) => (run.cpu < best.cpu ? run : best));
}

function documentOf(count: number): JsonObject {
  const indexes = [...Array(count).keys()];
  return {
    SPDXID: "SPDXRef-DOCUMENT",
    spdxVersion: "SPDX-2.3",
    name: "bench",
    dataLicense: "CC0-1.0",
    documentNamespace: "https://example.com/bench",
    creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: bench-1"] },
    packages: indexes.map((index) => ({
      SPDXID: `SPDXRef-Package-${index}`,
      name: `package-${index}`,
      versionInfo: `1.${index}.0`,
      supplier: "Organization: Example",
      downloadLocation: "NOASSERTION",
      filesAnalyzed: true,
      licenseConcluded: "NOASSERTION",
      licenseDeclared: "MIT AND Apache-2.0",
      copyrightText: `Copyright 2026 Example\nAll rights of package ${index} reserved`,
      checksums: [{ algorithm: "SHA256", checksumValue: String(index).padStart(64, "0") }],
      externalRefs: [
        {
          referenceCategory: "PACKAGE-MANAGER",
          referenceType: "purl",
          referenceLocator: `pkg:npm/package-${index}@1.${index}.0`,
        },
      ],
      hasFiles: [`SPDXRef-File-${index}`],
    })),
    files: indexes.map((index) => ({
      SPDXID: `SPDXRef-File-${index}`,
      fileName: `./lib/${index}.js`,
      checksums: [{ algorithm: "SHA1", checksumValue: String(index).padStart(40, "0") }],
    })),
    relationships: indexes.map((index) => ({
      spdxElementId: "SPDXRef-DOCUMENT",
      relationshipType: "DESCRIBES",
      relatedSpdxElement: `SPDXRef-Package-${index}`,
    })),
  };
}

function rdfOf(count: number): string {
  const home = "https://example.com/bench#";
  const packages = [...Array(count).keys()].map(
    (index) =>
      `<spdx:relationship><spdx:Relationship><spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>` +
      `<spdx:relatedSpdxElement><spdx:Package rdf:about="${home}SPDXRef-${index}"><spdx:name>package-${index}</spdx:name>` +
      `<spdx:versionInfo>1.${index}</spdx:versionInfo><spdx:licenseDeclared><spdx:DisjunctiveLicenseSet>` +
      `<spdx:member rdf:resource="http://spdx.org/licenses/MIT"/><spdx:member rdf:resource="http://spdx.org/licenses/ISC"/>` +
      "</spdx:DisjunctiveLicenseSet></spdx:licenseDeclared></spdx:Package></spdx:relatedSpdxElement></spdx:Relationship></spdx:relationship>",
  );
  return (
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:spdx="http://spdx.org/rdf/terms#">` +
    `<spdx:SpdxDocument rdf:about="${home}SPDXRef-DOCUMENT"><spdx:specVersion>SPDX-2.3</spdx:specVersion>` +
    `${packages.join("\n")}</spdx:SpdxDocument></rdf:RDF>`
  );
}
