import { decodeName } from "@coppice/image";

/**
 * The licences that a Debian copyright file states for its files, each once, in the order in which they come; none where
 * it is not in the machine-readable format (DEP-5, copyright-format 1.0). Paragraphs that only give the text of a
 * licence do not count.
 *
 * @example
 * ```ts
 * import { parseDebianCopyright } from "@coppice/inventory";
 *
 * const format = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/";
 * const file = `Format: ${format}\n\nFiles: *\nLicense: Expat or GPL-2+\n\nLicense: GPL-2+\n The text.\n`;
 * parseDebianCopyright(new TextEncoder().encode(file)); // => ["Expat or GPL-2+"]
 * ```
 */
export function parseDebianCopyright(bytes: Uint8Array): string[] {
  let start = bytes.findIndex((byte) => byte > space);
  const head = decodeName(bytes.subarray(Math.max(start, 0), start + 24));
  if (start < 0 || !/^Format(-Specification)?:/i.test(head)) return [];
  const licenses = new Set<string>();
  let ofFiles = true;
  let license: string | undefined;
  const endParagraph = () => {
    if (ofFiles && license) licenses.add(license);
    ofFiles = false;
    license = undefined;
  };
  while (start < bytes.length) {
    const newline = bytes.indexOf(newLine, start);
    const end = newline < 0 ? bytes.length : newline;
    const first = bytes[start] ?? newLine;
    if (start === end || first === carriageReturn) endParagraph();
    // These files are long, and the names of few lines begin so.
    else if (first === 0x46 || first === 0x4c || first === 0x66 || first === 0x6c) {
      const line = decodeName(bytes.subarray(start, end));
      const colon = line.indexOf(":");
      const field = line.slice(0, Math.max(colon, 0)).toLowerCase();
      if (field === "files") ofFiles = true;
      if (field === "license") license = line.slice(colon + 1).trim();
    }
    start = end + 1;
  }
  endParagraph();
  return [...licenses];
}

const newLine = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
