const upper =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/**
 * Text of windows-1252 with its bytes from 0x80 to 0x9f as the Encoding Standard's index has them: decoders of some versions of
 * Node take them for the control characters of ISO-8859-1.
 */
export function mendWindows1252(text: string): string {
  return text.replace(
    /[\u0080-\u009f]/g,
    (character) => upper[character.charCodeAt(0) - 0x80] ?? character,
  );
}
