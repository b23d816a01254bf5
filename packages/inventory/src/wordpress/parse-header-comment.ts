/**
 * The fields of a plugin's or theme's header comment, by names in lower case. See WordPress' developer handbook, "Header
 * Requirements". Of fields that come twice the first counts.
 */
export function parseHeaderComment(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/[\r\n]/)) {
    const colon = line.indexOf(":");
    if (colon < 0 || colon > 80) continue;
    const name = line.slice(0, colon).replace(marks, "").trim().toLowerCase();
    const [value = ""] = line.slice(colon + 1).split(end, 1);
    if (name !== "" && value.trim() !== "" && !fields.has(name)) fields.set(name, value.trim());
  }
  return fields;
}

/** What may stand before the first field: the mark of PHP, and those of comments. */
const marks = /^(?:<\?php)?[ \t/*#@]{0,40}/;

/** Where the comment ends, or PHP. */
const end = /\*\/|\?>/;
