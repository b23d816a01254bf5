import type { XmlScalar } from "./xml-type.ts";

const booleans: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** The value that `text` is written for; nothing where it is none of that kind. See XML Schema part 2, section 3. */
export function readXmlScalar(
  text: string,
  scalar: XmlScalar,
): string | number | boolean | undefined {
  switch (scalar) {
    case "string":
      return text;
    case "trimmed":
      return text.trim();
    case "boolean":
      return booleans.get(text.trim());
    case "integer":
    case "number":
      return readNumber(text.trim(), scalar === "integer");
    default:
      return scalar satisfies never;
  }
}

function readNumber(text: string, whole: boolean): number | undefined {
  if (!(whole ? /^[-+]?[0-9]+$/ : /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/).test(text)) {
    return undefined;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) return undefined;
  return value === 0 ? 0 : value;
}
