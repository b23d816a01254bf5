import { isJsonObject, type JsonObject, type JsonValue } from "@coppice/sbom";
import { digestOf } from "../hash-names.ts";
import { distinct, itemsOf, objectOf, textOf, textsOf } from "../json/members.ts";
import { readTime } from "../read-time.ts";
import { statedText } from "../unstated.ts";
import type { VexModel } from "../vex-document.ts";
import { readVexJustification } from "../vex-justification.ts";
import {
  blankVexComponent,
  blankVexProduct,
  type VexComponent,
  type VexProduct,
} from "../vex-product.ts";
import type { VexReading } from "../vex-reader.ts";
import type { VexStatement, VexVulnerability } from "../vex-statement.ts";
import { readVexStatus } from "../vex-status.ts";

/** The statements of an OpenVEX document, 0.0.1, 0.0.2 or 0.2.0: the shape of each member tells which. */
export function readOpenVex(native: JsonObject, reading: VexReading): VexModel {
  const name = textOf(native["author"]);
  const { version } = native;
  const issued = readTime(native["timestamp"], "/timestamp", reading);
  const updated = readTime(native["last_updated"], "/last_updated", reading);
  return {
    id: textOf(native["@id"]),
    author: name === undefined ? undefined : { name, role: textOf(native["role"]) },
    issued,
    updated,
    revision: typeof version === "number" ? String(version) : textOf(version),
    statements: itemsOf(native["statements"]).flatMap((statement, index) =>
      readStatement(statement, `/statements/${index}`, { issued, updated }, reading),
    ),
  };
}

/** OpenVEX 0.2.0 "Inheritance Model": a statement without a time of its own has the document's. */
type Inherited = Pick<VexStatement, "issued" | "updated">;

function readStatement(
  value: JsonValue,
  pointer: string,
  inherited: Inherited,
  reading: VexReading,
): readonly VexStatement[] {
  const statement = objectOf(value);
  const vulnerability = readVulnerability(statement);
  if (vulnerability === undefined) {
    reading.problem(
      "STATEMENT_INVALID",
      pointer,
      "the statement names no vulnerability; it is left out",
    );
    return [];
  }
  const word = textOf(statement["status"]) ?? "";
  const status = readVexStatus("openvex", word);
  if (status === undefined) {
    reading.problem(
      "STATUS_UNKNOWN",
      `${pointer}/status`,
      `${JSON.stringify(word)} is no status of OpenVEX; the statement is left out`,
    );
    return [];
  }
  const products = readProducts(statement, pointer, reading);
  const justificationWord = textOf(statement["justification"]);
  const justification =
    justificationWord === undefined
      ? undefined
      : readVexJustification("openvex", justificationWord);
  if (justificationWord !== undefined && justification === undefined) {
    reading.problem(
      "JUSTIFICATION_UNKNOWN",
      `${pointer}/justification`,
      `${JSON.stringify(justificationWord)} is no justification of OpenVEX; the statement has none`,
    );
  }
  const impact = textOf(statement["impact_statement"]);
  if (status === "not_affected" && justificationWord === undefined && impact === undefined) {
    reading.problem(
      "JUSTIFICATION_MISSING",
      pointer,
      "the statement does not say why products are not affected; it is read all the same",
    );
  }
  const ownTime = readTime(statement["timestamp"], `${pointer}/timestamp`, reading);
  return [
    {
      id: textOf(statement["@id"]),
      pointer,
      vulnerability,
      products,
      status,
      notes: textOf(statement["status_notes"]),
      justification,
      impact: statedText(impact),
      action: statedText(textOf(statement["action_statement"])),
      responses: [],
      issued: ownTime ?? inherited.issued,
      // The document's last change is not one of a statement that was made later.
      updated:
        readTime(statement["last_updated"], `${pointer}/last_updated`, reading) ??
        (ownTime === undefined ? inherited.updated : undefined),
    },
  ];
}

function readVulnerability(statement: JsonObject): VexVulnerability | undefined {
  const { vulnerability } = statement;
  const members = objectOf(vulnerability);
  const id = textOf(vulnerability) ?? textOf(members["name"]) ?? textOf(members["@id"]);
  if (id === undefined) return undefined;
  return {
    id,
    aliases: textsOf(members["aliases"]),
    description: textOf(members["description"]) ?? textOf(statement["vuln_description"]),
    url: textOf(members["@id"]),
    references: [],
    ratings: [],
  };
}

function readProducts(
  statement: JsonObject,
  pointer: string,
  reading: VexReading,
): readonly VexProduct[] {
  const supplier = textOf(statement["supplier"]);
  // In 0.0.1 they stand beside the products.
  const shared = readComponents(statement["subcomponents"], `${pointer}/subcomponents`, reading);
  const products = itemsOf(statement["products"]).flatMap((value, index): readonly VexProduct[] => {
    const place = `${pointer}/products/${index}`;
    const component = readComponent(value);
    if (component === undefined) {
      reading.problem("PRODUCT_UNKNOWN", place, "the product has no id; it is left out");
      return [];
    }
    const own = objectOf(value)["subcomponents"];
    const stated = itemsOf(statement["subcomponents"]).length + itemsOf(own).length;
    const subcomponents = [...shared, ...readComponents(own, `${place}/subcomponents`, reading)];
    // Without those that cannot be read, the statement would be about all of the product.
    if (subcomponents.length === 0 && stated > 0) return [];
    reading.count(Math.max(subcomponents.length, 1));
    return [{ ...blankVexProduct, ...component, supplier, subcomponents }];
  });
  if (products.length === 0) {
    reading.problem(
      "PRODUCTS_MISSING",
      pointer,
      "the statement names no product; it applies to none",
    );
  }
  return products;
}

function readComponents(
  value: JsonValue | undefined,
  pointer: string,
  reading: VexReading,
): readonly VexComponent[] {
  return itemsOf(value).flatMap((item, index) => {
    const component = readComponent(item);
    if (component !== undefined) return [component];
    reading.problem(
      "PRODUCT_UNKNOWN",
      `${pointer}/${index}`,
      "the subcomponent has no id; it is left out",
    );
    return [];
  });
}

/** In 0.0.1 a component is its id alone. An id can be an identifier itself. */
function readComponent(value: JsonValue): VexComponent | undefined {
  const component = isJsonObject(value) ? value : { "@id": value };
  const ref = textOf(component["@id"]);
  const identifiers = objectOf(component["identifiers"]);
  const purls = distinct([ref?.startsWith("pkg:") ? ref : undefined, textOf(identifiers["purl"])]);
  const cpes = distinct([
    ref?.startsWith("cpe:") ? ref : undefined,
    textOf(identifiers["cpe23"]),
    textOf(identifiers["cpe22"]),
  ]);
  const hashes = Object.entries(objectOf(component["hashes"])).flatMap(([algorithm, hash]) =>
    typeof hash === "string" ? [digestOf(algorithm, hash)] : [],
  );
  if (ref === undefined && purls.length + cpes.length + hashes.length === 0) return undefined;
  return { ...blankVexComponent, ref, purls, cpes, hashes };
}
