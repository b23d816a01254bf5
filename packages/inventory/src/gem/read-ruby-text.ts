/** A value in a program, and where it ends. */
interface RubyValue<Value> {
  readonly value: Value;
  readonly end: number;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["e", "\u001b"],
  ["s", " "],
  ["0", "\0"],
]);

const closings: ReadonlyMap<string, string> = new Map([
  ["<", ">"],
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/**
 * The text that is written at `at` in one of the forms that RubyGems writes: `"…"` as Ruby's `String#dump` gives it, `'…'`
 * or `%q<…>`; `undefined` where there is none, or one that is put together when it runs.
 */
export function readRubyText(source: string, at: number): RubyValue<string> | undefined {
  const quote = source.charAt(at);
  if (quote === '"') return readDumped(source, at + 1);
  const isLong = source.startsWith("%q", at);
  if (quote !== "'" && !isLong) return undefined;
  const start = isLong ? at + 3 : at + 1;
  const closing = isLong ? closings.get(source.charAt(at + 2)) : "'";
  const end = closing === undefined ? -1 : source.indexOf(closing, start);
  return end < 0 ? undefined : { value: source.slice(start, end), end: end + 1 };
}

function readDumped(source: string, start: number): RubyValue<string> | undefined {
  const parts: string[] = [];
  let from = start;
  let at = start;
  for (; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '"') {
      parts.push(source.slice(from, at));
      return { value: parts.join(""), end: at + 1 };
    }
    // A value that is computed is not known.
    if (character === "#" && source.charAt(at + 1) === "{") return undefined;
    if (character !== "\\") continue;
    parts.push(source.slice(from, at));
    const escaped = readEscape(source, at + 1);
    parts.push(escaped.value);
    from = escaped.end;
    at = from - 1;
  }
  return undefined;
}

/** What follows a backslash. See Ruby's documentation, "String Literals". */
function readEscape(source: string, at: number): RubyValue<string> {
  const letter = source.charAt(at);
  const hex = /^(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2}))/.exec(
    source.slice(at, at + 9),
  );
  const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3];
  const code = Number.parseInt(digits ?? "", 16);
  if (hex && code <= 0x10ffff) {
    return { value: String.fromCodePoint(code), end: at + hex[0].length };
  }
  return { value: escapes.get(letter) ?? letter, end: at + 1 };
}

/** The texts of the array that begins at `at`; `undefined` where it holds anything else. */
export function readRubyTexts(source: string, at: number): readonly string[] | undefined {
  if (source.charAt(at) !== "[") return undefined;
  const texts: string[] = [];
  for (let next = at + 1; next < source.length; ) {
    const character = source.charAt(next);
    if (character === "]") return texts;
    if (character === "," || character === " ") {
      next++;
      continue;
    }
    const text = readRubyText(source, next);
    if (text === undefined) return undefined;
    texts.push(text.value);
    next = source.startsWith(".freeze", text.end) ? text.end + ".freeze".length : text.end;
  }
  return undefined;
}
