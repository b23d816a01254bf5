import type { JsonValue } from "../../json/json-value.ts";

/** How XML Schema writes a scalar; nothing for what is none. */
export function renderXmlScalar(value: JsonValue | undefined): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return String(value);
    case "number":
      return renderDecimal(value);
    default:
      return undefined;
  }
}

/** A number without exponent, which xs:decimal does not have. */
function renderDecimal(value: number): string {
  const [digits = "", exponent] = String(value).split("e");
  if (exponent === undefined) return digits;
  const sign = value < 0 ? "-" : "";
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const all = whole + fraction;
  return point <= 0 ? `${sign}0.${"0".repeat(-point)}${all}` : `${sign}${all.padEnd(point, "0")}`;
}
