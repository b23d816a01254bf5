import type { SbomEncoding, SbomFormat, SbomTarget } from "@coppice/sbom";

/** Examples of names for help and messages. */
export const sbomFormatExamples = "cyclonedx-json@1.6, spdx-tag-value@2.3, spdx-json@3.0.1";

const families: readonly SbomTarget["family"][] = ["cyclonedx", "spdx"];

const encodings: Readonly<Record<SbomEncoding, true>> = {
  json: true,
  xml: true,
  protobuf: true,
  textproto: true,
  "tag-value": true,
  yaml: true,
  rdf: true,
};

/** A format as commands name it: `cyclonedx-json@1.6`. */
export function sbomFormatName({ family, version, encoding }: SbomFormat): string {
  return `${family}-${encoding}@${version}`;
}

/**
 * The format that a name means, `undefined` where it means none. Encoding and version may be left out: `spdx`, `spdx@2.3`,
 * `cyclonedx-xml`. Whether such a version can be written so is not said.
 */
export function parseSbomFormatName(name: string): SbomTarget | undefined {
  const [format = "", version, ...rest] = name.split("@");
  const family = families.find((known) => format === known || format.startsWith(`${known}-`));
  if (family === undefined || version === "" || rest.length > 0) return undefined;
  const encoding = format === family ? undefined : format.slice(family.length + 1);
  if (encoding !== undefined && !isEncoding(encoding)) return undefined;
  return { family, ...(version && { version }), ...(encoding && { encoding }) };
}

/** Endings of names, of which a longer one stands before those that it ends in. */
const endings: readonly (readonly [string, SbomTarget])[] = [
  [".cdx.json", { family: "cyclonedx", encoding: "json" }],
  [".cdx.xml", { family: "cyclonedx", encoding: "xml" }],
  [".cdx.pb", { family: "cyclonedx", encoding: "protobuf" }],
  [".spdx3.json", { family: "spdx", version: "3.0.1", encoding: "json" }],
  [".spdx.json", { family: "spdx", encoding: "json" }],
  [".spdx.yaml", { family: "spdx", encoding: "yaml" }],
  [".spdx.yml", { family: "spdx", encoding: "yaml" }],
  [".spdx.xml", { family: "spdx", encoding: "xml" }],
  [".spdx.rdf", { family: "spdx", encoding: "rdf" }],
  [".spdx", { family: "spdx", encoding: "tag-value" }],
];

/** The format that the name of a file tells, as the specifications recommend them: `shop.spdx.json`, `shop.cdx.xml.gz`. */
export function sbomFormatOfPath(path: string): SbomTarget | undefined {
  const name = path.endsWith(".gz") ? path.slice(0, -".gz".length) : path;
  return endings.find(([ending]) => name.endsWith(ending))?.[1];
}

function isEncoding(text: string): text is SbomEncoding {
  return Object.hasOwn(encodings, text);
}
