const predefined: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["apos", "'"],
  ["gt", ">"],
  ["lt", "<"],
  ["quot", '"'],
]);

/**
 * Text with its references replaced, or the reference that stands for nothing: entities other than the five that XML
 * itself has are unknown, also where a document type declares them. See XML 1.0, section 4.6.
 */
export function decodeXmlText(text: string): { text: string } | { unknown: string } {
  let decoded = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    const name = text.slice(at + 1, end < 0 ? at + 12 : end);
    const value = end < 0 ? undefined : (predefined.get(name) ?? decodeCharacter(name));
    if (value === undefined) return { unknown: `&${name.slice(0, 32)}` };
    decoded += text.slice(from, at) + value;
    from = end + 1;
  }
  return { text: decoded + text.slice(from) };
}

/** The character that `#65` or `#x41` names, where XML allows it. */
function decodeCharacter(name: string): string | undefined {
  if (!/^#([0-9]{1,9}|x[0-9A-Fa-f]{1,8})$/.test(name)) return undefined;
  const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return findInvalidXmlCharacter(character) < 0 ? character : undefined;
}

/** What no XML document may hold, and halves of characters, which it may where both are there. */
const suspicious = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/;

/** Where `text` has its first character that no XML document may hold; -1 where it has none. See XML 1.0, section 2.2. */
export function findInvalidXmlCharacter(text: string): number {
  // A search with the flag u takes a hundred times as long, so halves of characters are looked at one by one.
  if (!suspicious.test(text)) return -1;
  const each = new RegExp(suspicious, "g");
  for (;;) {
    const found = each.exec(text);
    if (found === null) return -1;
    if ((text.codePointAt(found.index) ?? 0) <= 0xffff) return found.index;
    each.lastIndex += 1;
  }
}
