import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SbomTarget } from "@coppice/sbom";
import { silentLosses } from "../../../packages/sbom/test/silent-losses.ts";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

const valuesEach = 20;
const largest = 300_000;
const latest: SbomTarget = { family: "cyclonedx", version: "1.7", encoding: "json" };
const spdx2: SbomTarget = { family: "spdx", version: "2.3", encoding: "json" };
const spdx3: SbomTarget = { family: "spdx", version: "3.0.1", encoding: "json" };

/** Ways to look at, with pointers to values that say nothing: words for want of others, or what another value implies. */
const ways: readonly {
  readonly format: string;
  readonly over: SbomTarget;
  readonly back: SbomTarget;
  readonly implied: RegExp;
}[] = [
  {
    format: "cyclonedx-json",
    over: spdx2,
    back: latest,
    implied: /\/tools\/components\/\d+\/type$|\/text\/contentType$/,
  },
  {
    format: "cyclonedx-json",
    over: spdx3,
    back: latest,
    implied: /\/tools\/components\/\d+\/type$|\/text\/contentType$/,
  },
  {
    format: "spdx-json",
    over: latest,
    back: spdx2,
    implied: /^\/SPDXID$|\/filesAnalyzed$|\/referenceCategory$|^\/creationInfo\/created$/,
  },
  {
    format: "spdx3-jsonld",
    over: latest,
    back: spdx3,
    implied: /\/(?:type|@id|spdxId|from|creationInfo|(?:element|profileConformance)\/\d+)$/,
  },
];

/**
 * Changes values of valid documents, some of each, and sends the documents to another family and back: what makes no
 * difference there is lost, and a loss must name it.
 */
export async function* losses(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const rows = readManifest(folder).filter((row) => row.get("schema_check") === "valid");
  for (const { format, over, back, implied } of ways) {
    const silent: string[] = [];
    let documents = 0;
    let values = 0;
    for (const row of rows.filter((item) => item.get("format") === format)) {
      const path = row.get("path") ?? "";
      const text = readFileSync(join(folder, path), "utf8").replace("\uFEFF", "");
      if (text.length > largest) continue;
      documents += 1;
      const id = { serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" };
      const native = { ...(format === "cyclonedx-json" && id), ...JSON.parse(text) };
      const found = await silentLosses(native, over, back, (pointers) => {
        const telling = pointers.filter((pointer) => !implied.test(pointer));
        const step = Math.max(1, Math.floor(telling.length / valuesEach));
        const chosen = telling.filter((_, index) => (index + documents) % step === 0);
        values += chosen.length;
        return chosen;
      });
      silent.push(...found.map((pointer) => path + pointer));
    }
    yield {
      name: `losses ${format} → ${over.family} ${over.version} and back`,
      values: {
        documents,
        values,
        "lost unnamed": silent.length,
        wrong: silent.slice(0, 5).join("; "),
      },
      passed: silent.length === 0,
    };
  }
}
