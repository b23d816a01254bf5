import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  isVexError,
  parseVex,
  readVexJustification,
  renderVex,
  type VexDocument,
  type VexFamily,
  type VexJustification,
  type VexLoss,
  writeVexJustification,
} from "@coppice/vex";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Row } from "../evaluation.ts";

const folders = [
  "harden/csaf",
  "harden/openvex",
  "harden/openvex-spec",
  "harden/cyclonedx-vex",
  "harden/grype-vex",
  "sbom/openvex__go-vex",
  "sbom/CycloneDX__bom-examples/VEX",
];

interface Sample {
  readonly file: string;
  readonly document: VexDocument;
}

/** Reads every VEX document, counts what it states in another way, and writes it in every format. */
export async function* vex(corpus: string): AsyncIterable<Row> {
  const files = folders.flatMap((folder) => filesIn(join(corpus, folder)));
  if (files.length === 0) return;
  const samples: Sample[] = [];
  for (const [name, expects] of kinds) {
    const ofKind = files.filter((file) => expects(readFileSync(file, "utf8")));
    const refusals = new Map<string, number>();
    let stated = 0;
    let read = 0;
    for (const file of ofKind) {
      try {
        const document = parseVex(readFileSync(file));
        samples.push({ file, document });
        stated += countStated(document.native);
        read += countRead(document);
      } catch (error) {
        if (!isVexError(error)) throw error;
        refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
      }
    }
    const refused = [...refusals.values()].reduce((sum, count) => sum + count, 0);
    yield {
      name: `vex ${name}`,
      values: {
        total: ofKind.length,
        read: ofKind.length - refused,
        refused: [...refusals].map(([code, count]) => `${count} ${code}`).join(", "),
        "products stated": stated,
        "products read": read,
      },
      passed:
        stated === read && (name === "other JSON" ? refused === ofKind.length : refused === 0),
    };
  }
  const validators = loadValidators(corpus);
  for (const family of families) {
    yield roundTripRow(family, samples);
    for (const target of families) yield conversionRow(family, target, samples, validators);
  }
}

const families: readonly VexFamily[] = ["openvex", "csaf", "cyclonedx"];

/** By words of the text, not as the package tells. CycloneDX without a supported version has no place for statements. */
const kinds: readonly (readonly [string, (text: string) => boolean])[] = [
  ["OpenVEX", (text) => text.includes('"https://openvex.dev/ns') && /"statements": *\[/.test(text)],
  ["CSAF 2.0", (text) => /"csaf_version": *"2\.0"/.test(text)],
  ["CSAF 2.1", (text) => /"csaf_version": *"2\.1"/.test(text)],
  ["CycloneDX", (text) => /"specVersion": *"1\.[4-7]"/.test(text)],
  ["other JSON", (text) => kinds.slice(0, -1).every(([, expects]) => !expects(text))],
];

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => join(folder, file));
}

/** Products of OpenVEX statements, ids in CSAF's product status, versions that CycloneDX calls affected. */
function countStated(native: unknown): number {
  const statements = itemsOf(native, "statements");
  const vulnerabilities = itemsOf(native, "vulnerabilities");
  const known = new Set(productIds(memberOf(native, "product_tree")));
  return (
    sum(statements, (statement) => itemsOf(statement, "products").length) +
    sum(vulnerabilities, (one) =>
      sum(itemsOf(one, "affects"), (affected) => itemsOf(affected, "versions").length || 1),
    ) +
    sum(vulnerabilities, (one) => {
      const isNamed = ["cve", "ids", "title"].some((name) => memberOf(one, name) !== undefined);
      const lists = Object.values(memberOf(one, "product_status") ?? {});
      return isNamed
        ? sum(lists, (ids) => [...new Set(Object.values(ids))].filter((id) => known.has(id)).length)
        : 0;
    })
  );
}

function memberOf(value: unknown, name: string): object | undefined {
  const members = new Map<string, unknown>(Object.entries(Object(value)));
  const member = members.get(name);
  return member === undefined || member === null ? undefined : Object(member);
}

function itemsOf(value: unknown, name: string): readonly unknown[] {
  const items = memberOf(value, name);
  return Array.isArray(items) ? items : [];
}

function sum<T>(values: readonly T[], count: (value: T) => number): number {
  return values.reduce((total, value) => total + count(value), 0);
}

/** Every id that a tree gives or takes, at any depth. */
function productIds(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "product_id" ? [member] : productIds(member),
  );
}

function countRead({ format, statements }: VexDocument): number {
  const products = statements.flatMap((statement) => statement.products);
  if (format.family !== "cyclonedx") return products.length;
  return sum(products, (product) => {
    const { versions, ranges } = product.subcomponents[0] ?? product;
    return versions.length + ranges.length || 1;
  });
}

/** What a format demands and some documents do not have. */
const stand = {
  id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  author: { name: "Example", url: "https://example.com" },
  issued: "2025-01-02T03:04:05Z",
};

/** A document in its own format again: every product has to have the same said of it, times aside that the document lacks. */
function roundTripRow(family: VexFamily, samples: readonly Sample[]): Row {
  let total = 0;
  let kept = 0;
  let more = 0;
  for (const { document } of samples.filter((sample) => sample.document.format.family === family)) {
    const before = sayings(document);
    if (before.size === 0) continue;
    const after = sayings(parseVex(renderVex(document, { family }, stand).text));
    total += before.size;
    kept += [...before].filter((saying) => after.has(saying)).length;
    more += [...after].filter((saying) => !before.has(saying)).length;
  }
  return {
    name: `vex ${family} and back`,
    values: { total, kept, "not in the source": more },
    passed: kept === total && more === 0,
  };
}

function sayings({ statements }: VexDocument): ReadonlySet<string> {
  return new Set(
    statements.flatMap(({ pointer: _, issued: __, updated: ___, products, ...said }) =>
      products.map((product) => JSON.stringify(sorted({ ...said, product }))),
    ),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** A document in another format: what is not among the losses keeps its vulnerability, status, justification and purls. */
function conversionRow(
  family: VexFamily,
  target: VexFamily,
  samples: readonly Sample[],
  validators: Validators,
): Row {
  const values = { documents: 0, valid: 0, refused: 0, total: 0, kept: 0, "in losses": 0 };
  for (const { document } of samples.filter((sample) => sample.document.format.family === family)) {
    if (sayings(document).size === 0) continue;
    values.documents += 1;
    try {
      const { native, losses } = renderVex(document, { family: target }, stand);
      if (validators[target](native)) values.valid += 1;
      const said = new Set([...tuples(parseVex(native), target, [])].map(({ key }) => key));
      for (const { key, lost } of tuples(document, target, losses)) {
        values.total += 1;
        if (lost) values["in losses"] += 1;
        else if (said.has(key)) values.kept += 1;
      }
    } catch (error) {
      if (!isVexError(error) || error.code !== "STATEMENTS_MISSING") throw error;
      values.refused += 1;
    }
  }
  return {
    name: `vex ${family} as ${target}`,
    values,
    passed:
      values.valid + values.refused === values.documents &&
      values.kept + values["in losses"] === values.total,
  };
}

interface Tuple {
  readonly key: string;
  readonly lost: boolean;
}

function* tuples(
  { statements }: VexDocument,
  target: VexFamily,
  losses: readonly VexLoss[],
): Iterable<Tuple> {
  const pointers = new Set(losses.map(({ pointer }) => pointer));
  for (const [index, { vulnerability, status, justification, products }] of statements.entries()) {
    for (const [at, { purls, subcomponents }] of products.entries()) {
      const place = `/statements/${index}`;
      const product = `${place}/products/${at}`;
      const lost = [place, product, `${product}/ranges`, `${product}/purls`].some((one) =>
        pointers.has(one),
      );
      const why = inTarget(target, justification);
      for (const part of subcomponents.length === 0 ? [undefined] : subcomponents) {
        const length = Math.max(purls.length, part?.purls.length ?? 0, 1);
        for (let purl = 0; purl < length; purl += 1) {
          const named = [purls[purl] ?? purls[0], part?.purls[purl] ?? part?.purls[0]];
          yield { key: JSON.stringify([vulnerability.id, status, why, named]), lost };
        }
      }
    }
  }
}

/** What a justification is after the format's own word for it, if any. */
function inTarget(
  family: VexFamily,
  justification: VexJustification | undefined,
): VexJustification | undefined {
  if (justification === undefined) return undefined;
  const word = writeVexJustification(family, justification)?.word;
  return word === undefined ? undefined : readVexJustification(family, word);
}

type Validators = Readonly<Record<VexFamily, (native: unknown) => boolean>>;

/** The official schemas; those of CVSS, to which CSAF's refers, are not in the corpus and take everything of their version. */
function loadValidators(corpus: string): Validators {
  const options = { strict: false, validateFormats: false };
  const load = (path: string): object => JSON.parse(readFileSync(join(corpus, path), "utf8"));
  const newer = new Ajv2020(options);
  for (const version of ["2.0", "3.0", "3.1"]) {
    const $id = `https://www.first.org/cvss/cvss-v${version}.json`;
    newer.addSchema({ $id, properties: { version: { const: version } } });
  }
  const older = new Ajv(options);
  const folder = "schemas/cyclonedx/schema";
  for (const name of ["spdx.schema.json", "jsf-0.82.schema.json"]) {
    older.addSchema(load(`${folder}/${name}`));
  }
  const openvex = newer.compile(load("harden/openvex-spec/openvex_json_schema.json"));
  const csaf = newer.compile(load("harden/csaf/csaf_2.0/json_schema/csaf_json_schema.json"));
  const cyclonedx = older.compile(load(`${folder}/bom-1.6.schema.json`));
  return {
    openvex: (native) => openvex(native) === true,
    csaf: (native) => csaf(native) === true,
    cyclonedx: (native) => cyclonedx(native) === true,
  };
}
