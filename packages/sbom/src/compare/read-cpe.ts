/** What identifies a product in a CPE name, in lower case and without escapes. */
export interface Cpe {
  /** `a` (application), `o` (operating system) or `h` (hardware). */
  readonly part: string;
  readonly vendor: string;
  readonly product: string;
  /** `undefined` where the name leaves it open (`*`) or says that there is none (`-`). */
  readonly version: string | undefined;
}

/**
 * Reads a name of the Common Platform Enumeration, as a formatted string (`cpe:2.3:a:…`) or as a URI (`cpe:/a:…`): NIST IR
 * 7695, sections 6.1 and 6.2. `undefined` for what is neither.
 */
export function readCpe(text: string): Cpe | undefined {
  const formatted = text.startsWith("cpe:2.3:");
  if (!formatted && !text.startsWith("cpe:/")) return undefined;
  const fields = formatted ? splitFormatted(text.slice(8)) : splitUri(text.slice(5));
  const [part = "", vendor = "", product = "", version = ""] = fields.map((field) =>
    field.toLowerCase(),
  );
  if (part === "" || product === "") return undefined;
  return { part, vendor, product, version: /^[*-]?$/.test(version) ? undefined : version };
}

/** A backslash quotes the character after it, colons too. */
function splitFormatted(text: string): readonly string[] {
  const fields: string[] = [];
  let field = "";
  for (let at = 0; at < text.length && fields.length < 4; at += 1) {
    const character = text.charAt(at);
    if (character === ":") {
      fields.push(field);
      field = "";
    } else if (character === "\\") {
      at += 1;
      field += text.charAt(at);
    } else field += character;
  }
  return fields.length < 4 ? [...fields, field] : fields;
}

function splitUri(text: string): readonly string[] {
  return text
    .split(":", 4)
    .map((field) => field.replace(/%[0-9A-Fa-f]{2}/g, (code) => decode(code)).replaceAll("\\", ""));
}

function decode(code: string): string {
  return String.fromCharCode(Number.parseInt(code.slice(1), 16));
}
