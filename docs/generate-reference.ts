// Writes reference/supported.md: tables of what there is, made from the code itself, so that they cannot become untrue.
import { mkdirSync, writeFileSync } from "node:fs";
import { planHardening } from "@coppice/harden";
import { defaultExtractors } from "@coppice/inventory";
import {
  convertSbom,
  isSbomError,
  parseSbom,
  type SbomEncoding,
  sbomProfiles,
} from "@coppice/sbom";
import { logFormats } from "@coppice/trace";
import { type Bom, type Evidence, grades, type SeenKind, schemaVersion } from "@coppice/types";
import { keepRules } from "../packages/harden/src/rules/index.ts";
import { peerFacts, peerReads, peers } from "./peers.ts";

const subject = { name: "an empty image", digest: "sha256:00" };
const facts = { mode: 0o755, uid: 0, gid: 0, size: 0 };
const bom: Bom = {
  kind: "bom",
  schemaVersion,
  subject,
  tool: { name: "docs", version: "0" },
  packages: [],
  dependencies: [],
  files: [{ path: "/app", type: "file", ...facts, attribution: { kind: "unowned" } }],
  problems: [],
};
const counts = { events: 1, unreadable: 0, unplaced: 0, losses: [] };
const evidence: Evidence = {
  kind: "evidence",
  schemaVersion,
  subject,
  units: [{ id: "run", role: "workload", source: "docs", shows: ["exec"], ...counts }],
  files: [{ path: "/app", given: ["/app"], seen: { run: { grade: "executed", offset: 0 } } }],
  packages: [],
  unattributed: [],
  unplaced: [],
  network: [],
  problems: [],
};
const { checks } = planHardening(bom, evidence);

const seenKinds: readonly SeenKind[] = [
  ...(["exec", "call", "map", "load", "read", "open", "stat", "write", "remove"] as const),
  ...(["connect", "listen", "accept"] as const),
];

const encodings: readonly SbomEncoding[] = ["json", "xml", "protobuf", "tag-value", "yaml"];

const page = [
  "# What is supported",
  "",
  "These tables are made from the code.",
  "",
  "## What an inventory reads",
  "",
  "The same as data: [inventory-capabilities.json](/inventory-capabilities.json).",
  "",
  ...table(
    ["extractor", "ecosystem", "files", "changed files", "dependencies", "licences", "reads"],
    defaultExtractors.map(({ name, ecosystem, capabilities }) => [
      `\`${name}\``,
      ecosystem,
      ...[
        capabilities.files,
        capabilities.digests,
        capabilities.dependencies,
        capabilities.licenses,
      ].map(mark),
      // An asterisk of a path would begin emphasis.
      capabilities.reads.join("; ").replaceAll("*", "\\*"),
    ]),
  ),
  "",
  "### Beside its peers",
  "",
  "What they list of an image that is built, by their documentation and code.",
  "",
  ...table(
    ["", "Coppice", ...peers],
    [
      ...defaultExtractors.map(({ name }) => [
        `\`${name}\``,
        mark(true),
        ...peers.map((peer) => mark(readersOf(name).includes(peer))),
      ]),
      ...peerFacts.map(([fact, knowing]) => [
        fact,
        mark(true),
        ...peers.map((peer) => mark(knowing.includes(peer))),
      ]),
    ],
  ),
  "",
  "## Logs of what ran",
  "",
  "What each source can show when it was recorded as said here. A package is called unused only where a source that would have shown its use was there.",
  "",
  ...table(
    ["format", "what it is", ...seenKinds, "only of", "recorded by"],
    logFormats.map(({ name, title, shows, ecosystems = [], record }) => [
      `\`${name}\``,
      title,
      ...seenKinds.map((kind) => mark(shows.includes(kind))),
      ecosystems.join(", "),
      `\`${record.replaceAll("|", "\\|")}\``,
    ]),
  ),
  "",
  "It cannot be seen …",
  "",
  ...table(
    ["in", "what"],
    logFormats.map(({ name, blindSpots }) => [`\`${name}\``, blindSpots.join("; ")]),
  ),
  "",
  "## Grades of use, weakest first",
  "",
  ...grades.map((grade) => `1. \`${grade}\``),
  "",
  "## Rules by which something stays, whatever else does",
  "",
  ...table(
    ["rule", "why"],
    keepRules.map(({ id, title }) => [`\`${id}\``, title]),
  ),
  "",
  "## Checks of a plan",
  "",
  ...table(
    ["check", "what must hold"],
    checks.map(({ check, title }) => [`\`${check}\``, title]),
  ),
  "",
  "## Formats of SBOMs that are written",
  "",
  "All of them are read too, and so are SPDX in RDF and XML, CycloneDX in protobuf's text form, SPDX 2.0, 2.1 and 3.0.0, and Syft's JSON.",
  "",
  ...table(["format", ...encodings], await writtenFormats()),
  "",
  "## Standards for the content of SBOMs",
  "",
  "What `coppice sbom score` asks, by the standard's own severity.",
  "",
  ...table(
    ["profile", "standard", "published", "required", "recommended", "optional"],
    sbomProfiles.map(({ id, title, url, published, rules }) => [
      `\`${id}\``,
      `[${title}](${url})`,
      published,
      ...(["required", "recommended", "optional"] as const).map(
        (severity) => `${rules.filter((rule) => rule.severity === severity).length}`,
      ),
    ]),
  ),
  "",
  ...sbomProfiles.flatMap(({ id, rules }) => [
    `### ${id}`,
    "",
    ...table(
      ["rule", "what it asks", "where"],
      rules.map((rule) => [`\`${rule.id}\``, rule.title, rule.reference]),
    ),
    "",
  ]),
  `Documents have the schema version ${schemaVersion}; a reader refuses another major version.`,
  "",
];
mkdirSync("reference", { recursive: true });
writeFileSync("reference/supported.md", page.join("\n"));
mkdirSync("public", { recursive: true });
const capabilities = defaultExtractors.map(({ name, version, ecosystem, capabilities }) => ({
  name,
  version,
  ecosystem,
  ...capabilities,
}));
writeFileSync("public/inventory-capabilities.json", `${JSON.stringify(capabilities, null, 2)}\n`);

function readersOf(extractor: string): readonly string[] {
  const readers = peerReads.get(extractor);
  if (readers) return readers;
  throw new Error(`peers.ts does not say who else reads what ${extractor} reads`);
}

function mark(is: boolean): string {
  return is ? "✓" : "";
}

/** A row for each version, with what a conversion to it in each encoding says. */
async function writtenFormats(): Promise<readonly (readonly string[])[]> {
  const document = parseSbom('{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}');
  const targets = [
    ...["1.7", "1.6", "1.5", "1.4", "1.3", "1.2", "1.1", "1.0"].map(
      (version) => ["CycloneDX", "cyclonedx", version] as const,
    ),
    ...["3.0.1", "2.3", "2.2"].map((version) => ["SPDX", "spdx", version] as const),
  ];
  return Promise.all(
    targets.map(async ([name, family, version]) => {
      const cells = encodings.map(async (encoding) => {
        try {
          await convertSbom(document, { family, version, encoding });
          return "yes";
        } catch (error) {
          if (isSbomError(error) && error.code === "ENCODING_UNSUPPORTED") return "–";
          throw error;
        }
      });
      return [`${name} ${version}`, ...(await Promise.all(cells))];
    }),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
