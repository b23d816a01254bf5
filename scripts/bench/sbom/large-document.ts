import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@coppice/sbom";
import { readManifest } from "../../evaluate/manifest.ts";

/** The components of the corpus' documents of CycloneDX 1.6. */
export function corpusComponents(corpus: string): readonly JsonObject[] {
  const folder = join(corpus, "sbom");
  return readManifest(folder).flatMap((row) => {
    if (row.get("format") !== "cyclonedx-json" || row.get("version") !== "1.6") return [];
    const bytes = readFileSync(join(folder, row.get("path") ?? ""));
    return JSON.parse(new TextDecoder().decode(bytes)).components ?? [];
  });
}

/** CycloneDX 1.6 in JSON: these components again and again, each with a reference of its own and edges to three others. */
export function largeDocument(components: readonly JsonObject[], count: number): string {
  const ref = (index: number): string => `urn:coppice:component:${index % count}`;
  const indices = Array.from({ length: count }, (_, index) => index);
  return JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    components: indices.map((index) => ({
      ...components[index % components.length],
      "bom-ref": ref(index),
    })),
    dependencies: indices.map((index) => ({
      ref: ref(index),
      dependsOn: [1, 2, 3].map((edge) => ref(index * 7 + edge)),
    })),
  });
}
