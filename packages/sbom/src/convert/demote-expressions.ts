import { type DraftObject, isDraftObject } from "../edit/draft-document.ts";

/** Until CycloneDX 1.7 a licence expression stands alone: beside other licences it becomes a name. */
export function demoteExpressions(object: DraftObject): void {
  const { licenses } = object;
  if (!Array.isArray(licenses) || licenses.length < 2) return;
  object["licenses"] = licenses.map((item) => {
    if (!isDraftObject(item) || typeof item["expression"] !== "string") return item;
    // The same object, so that what it does not have a place for is known to come from here.
    item["name"] = item["expression"];
    delete item["expression"];
    return { license: item };
  });
}
