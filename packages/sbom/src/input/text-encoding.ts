/** How bytes are written down as text. */
export interface TextEncoding {
  /** A label of the WHATWG Encoding Standard, such as `utf-8`; `utf-32` is none, and stands for what is not read. */
  readonly label: string;
  /** Length of the byte order mark. */
  readonly markLength: number;
}

/**
 * The encoding that text announces by its first bytes: a byte order mark, the zeros of ASCII characters in UTF-16 and UTF-32, or
 * the encoding declaration of XML (Extensible Markup Language 1.0, appendix F). UTF-8 where it announces none.
 */
export function detectTextEncoding(bytes: Uint8Array): TextEncoding {
  const mark = marks.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined) return { label: mark.label, markLength: mark.start.length };
  const zeros = [...bytes.subarray(0, 4)].map((byte) => (byte === 0 ? "0" : "x")).join("");
  if (zeros === "x000" || zeros === "000x") return { label: "utf-32", markLength: 0 };
  if (zeros.startsWith("x0")) return { label: "utf-16le", markLength: 0 };
  if (zeros.startsWith("0x")) return { label: "utf-16be", markLength: 0 };
  return { label: declaredEncoding(bytes) ?? "utf-8", markLength: 0 };
}

// UTF-32's little-endian mark begins with UTF-16's.
const marks: readonly { readonly label: string; readonly start: readonly number[] }[] = [
  { label: "utf-8", start: [0xef, 0xbb, 0xbf] },
  { label: "utf-32", start: [0xff, 0xfe, 0, 0] },
  { label: "utf-32", start: [0, 0, 0xfe, 0xff] },
  { label: "utf-16le", start: [0xff, 0xfe] },
  { label: "utf-16be", start: [0xfe, 0xff] },
];

const declarationLength = 256;

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, declarationLength));
  if (!start.startsWith("<?xml")) return undefined;
  const declaration = start.slice(0, start.indexOf("?>"));
  const [, value = ""] = declaration.split("encoding");
  const label = /^\s{0,9}=\s{0,9}["']([\w.-]{1,40})["']/.exec(value)?.[1]?.toLowerCase();
  // Bytes that could be read this far are of one byte a character, whatever was declared before they were converted.
  return label?.startsWith("utf-16") ? undefined : label;
}
