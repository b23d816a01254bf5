import type { JsonObject } from "@coppice/sbom";
import { distinctObjects } from "../json/distinct-objects.ts";
import { present } from "../json/present.ts";
import { isIri } from "../render/is-iri.ts";
import { justify } from "../render/justify.ts";
import { listStatementLosses } from "../render/list-statement-losses.ts";
import type { OnLoss } from "../render/losses.ts";
import { wholeNumber } from "../render/whole-number.ts";
import type { VexAuthor, VexModel } from "../vex-document.ts";
import { vexResponses } from "../vex-response.ts";
import type { VexRating, VexStatement } from "../vex-statement.ts";
import { writeVexStatus } from "../vex-status.ts";
import { notesProperty } from "./properties.ts";
import { createComponents } from "./render-components.ts";

/** A document of CycloneDX 1.6 or 1.7, whose members for vulnerabilities are the same. */
export function renderCycloneDx(model: VexModel, version: string, onLoss: OnLoss): JsonObject {
  const { id, title, author, issued, updated, revision } = model;
  const serialNumber = id !== undefined && serialNumbers.test(id) ? id : undefined;
  if (id !== serialNumber) onLoss("/id", "the format has UUIDs for ids");
  if (title !== undefined) onLoss("/title", "the format has no place for it");
  if (author?.role !== undefined) onLoss("/author/role", "the format has no place for it");
  if (updated !== undefined && updated !== issued)
    onLoss("/updated", "the format has one time only");
  const number = wholeNumber(revision);
  if (revision !== undefined && number === undefined) {
    onLoss("/revision", "the format has whole numbers for revisions");
  }
  const components = createComponents(model.statements, onLoss);
  const vulnerabilities = model.statements.flatMap((statement, index) => {
    const pointer = `/statements/${index}`;
    const affects = components.affects(statement, pointer);
    if (affects.length > 0) return [renderStatement(statement, affects, issued, pointer, onLoss)];
    onLoss(pointer, "none of its products can be named");
    return [];
  });
  const { component, others } = components.build();
  const metadata = present({ timestamp: issued, ...renderAuthor(author), component });
  return present({
    bomFormat: "CycloneDX",
    specVersion: version,
    serialNumber,
    version: number ?? 1,
    metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
    components: others,
    vulnerabilities: distinctObjects(vulnerabilities),
  });
}

const serialNumbers = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A person may be an author; what has an address is an organisation. */
function renderAuthor(author: VexAuthor | undefined): JsonObject {
  if (author === undefined) return {};
  const { name, url } = author;
  return isIri(url) ? { manufacturer: { name, url: [url] } } : { authors: [{ name }] };
}

function renderStatement(
  statement: VexStatement,
  affects: readonly JsonObject[],
  documentIssued: string | undefined,
  pointer: string,
  onLoss: OnLoss,
): JsonObject {
  const { vulnerability, status, statusWord, notes, action, responses, issued, updated } =
    statement;
  const { id, source, url, aliases, description, references, ratings } = vulnerability;
  listStatementLosses(statement, pointer, ["id"], onLoss);
  if (!references.every(isIri)) onLoss(`${pointer}/vulnerability/references`, "some are no IRIs");
  const { justification, impact } = justify("cyclonedx", statement, pointer, onLoss);
  const response = new Set(
    responses.flatMap((term, index) => {
      const word = vexResponses.find((entry) => entry.term === term)?.cyclonedx;
      if (word === undefined) {
        onLoss(`${pointer}/responses/${index}`, `the format has no response ${term}`);
      } else if (term === "mitigation") {
        onLoss(`${pointer}/responses/${index}`, `${word} says less than ${term}`);
      }
      return word ?? [];
    }),
  );
  const hasSource = source !== undefined || url !== undefined;
  return present({
    id,
    source: hasSource ? present({ name: source, url }) : undefined,
    references: aliases.map((alias) => ({ id: alias, source: sourceOf(alias) })),
    ratings: ratings.map((rating, index) =>
      renderRating(rating, `${pointer}/vulnerability/ratings/${index}`, onLoss),
    ),
    description,
    recommendation: action,
    advisories: references.filter(isIri).map((reference) => ({ url: reference })),
    analysis: present({
      state: writeVexStatus("cyclonedx", status, statusWord),
      justification,
      response: [...response],
      detail: impact,
      firstIssued: issued === documentIssued ? undefined : issued,
      lastUpdated: updated,
    }),
    affects,
    properties: notes === undefined ? [] : [{ name: notesProperty, value: notes }],
  });
}

/** Every reference has a source, which may be unknown. */
function sourceOf(id: string): JsonObject {
  const name = sources.find(([prefix]) => id.startsWith(prefix))?.[1];
  return present({ name });
}

const sources: readonly (readonly [string, string])[] = [
  ["CVE-", "NVD"],
  ["GHSA-", "GitHub Advisories"],
];

const severities: ReadonlySet<string | undefined> = new Set(
  "critical high medium low info none unknown".split(" "),
);
const methods: ReadonlySet<string | undefined> = new Set(
  "CVSSv2 CVSSv3 CVSSv31 CVSSv4 OWASP SSVC other".split(" "),
);

function renderRating(rating: VexRating, pointer: string, onLoss: OnLoss): JsonObject {
  const { method, score, severity, vector, source } = rating;
  const isSeverity = severity === undefined || severities.has(severity);
  const isMethod = method === undefined || methods.has(method);
  if (!isSeverity) onLoss(`${pointer}/severity`, `the format has no severity ${severity}`);
  if (!isMethod) onLoss(`${pointer}/method`, `the format has no method ${method}`);
  return present({
    source: source === undefined ? undefined : { name: source },
    score,
    severity: isSeverity ? severity : "unknown",
    method: isMethod ? method : "other",
    vector,
  });
}
