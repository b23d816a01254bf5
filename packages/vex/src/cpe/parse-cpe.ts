/**
 * The eleven attributes of a CPE name, in lower case: part, vendor, product, version, update, edition, language, software
 * edition, target software, target hardware, other. {@link anyValue} and {@link noValue} stand for the logical values; in other
 * values {@link anyText} and {@link anyCharacter} stand for unquoted wildcards.
 */
export type Cpe = readonly string[];

/** "No restriction": `*`, or an attribute that is not there. */
export const anyValue = "\u0001";
/** An unquoted `*`. */
export const anyText = "\u0001";
/** An unquoted `?`. */
export const anyCharacter = "\u0002";
/** "There is none": `-`. */
export const noValue = "\u0003";

const attributes = 11;
/** More than any name of the dictionary. */
const longest = 4096;

/**
 * Reads a CPE name as a formatted string (`cpe:2.3:a:…`) or a URI (`cpe:/a:…`): NISTIR 7695, 6.2.3 and 6.1.3. `undefined` for
 * what is neither, also where a wildcard stands inside of a value.
 */
export function parseCpe(text: string): Cpe | undefined {
  if (text.length > longest) return undefined;
  const lower = text.toLowerCase();
  const values = lower.startsWith("cpe:2.3:")
    ? splitFormatted(lower.slice(8))
    : lower.startsWith("cpe:/")
      ? splitUri(lower.slice(5))
      : [];
  const isName =
    values.length === attributes && values.every((value) => value !== "" && wildcardsAtEnds(value));
  return isName ? values : undefined;
}

/** A backslash quotes the character after it. */
function splitFormatted(text: string): readonly string[] {
  const values: string[] = [];
  let value = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      at += 1;
      value += text.charAt(at);
      quoted = true;
    } else if (character === ":") {
      values.push(logical(value, quoted));
      value = "";
      quoted = false;
    } else value += wildcards.get(character) ?? character;
  }
  return [...values, logical(value, quoted)];
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ["*", anyText],
  ["?", anyCharacter],
]);

/** A hyphen alone says that there is no value; a quoted one is a hyphen. */
function logical(value: string, quoted: boolean): string {
  return value === "-" && !quoted ? noValue : value;
}

/** The sixth component of a URI may pack five attributes: `~edition~sw_edition~target_sw~target_hw~other`. */
function splitUri(text: string): readonly string[] {
  const components = text.split(":");
  if (components.length > 7) return [];
  const [
    part = "",
    vendor = "",
    product = "",
    version = "",
    update = "",
    edition = "",
    language = "",
  ] = components;
  const packed = edition.startsWith("~") ? edition.slice(1).split("~") : [edition];
  const [plain = "", software = "", targetSoftware = "", targetHardware = "", other = ""] = packed;
  return [
    ...[part, vendor, product, version, update, plain],
    ...[language, software, targetSoftware, targetHardware, other],
  ].map(decodeUri);
}

/** NISTIR 7695, 6.1.3.2: `%01` is an unquoted `?`, `%02` an unquoted `*`. */
function decodeUri(value: string): string {
  if (value === "" || value === "*") return anyValue;
  if (value === "-") return noValue;
  return value.replace(/%[0-9a-f]{2}|\\/g, (code) => {
    if (code === "%01") return anyCharacter;
    if (code === "%02") return anyText;
    return code === "\\" ? "" : String.fromCharCode(Number.parseInt(code.slice(1), 16));
  });
}

/** NISTIR 7695, 5.3.2: they stand at the beginning and at the end of a value only. */
function wildcardsAtEnds(value: string): boolean {
  let start = 0;
  let end = value.length;
  while (start < end && isWildcard(value.charAt(start))) start += 1;
  while (start < end && isWildcard(value.charAt(end - 1))) end -= 1;
  for (let at = start; at < end; at += 1) if (isWildcard(value.charAt(at))) return false;
  return true;
}

/** Whether a character stands for others. */
export function isWildcard(character: string): boolean {
  return character === anyText || character === anyCharacter;
}
