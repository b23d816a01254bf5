/** Thrown by the reader of block YAML, and caught by it: the text uses more of YAML than it reads. */
export const beyond: unique symbol = Symbol("beyond the YAML of lockfiles");

/** Index of the quote that ends the scalar which begins with one at `start`. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text[start] ?? "";
  for (let end = text.indexOf(quote, start + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
    if (quote === "'") {
      if (text[end + 1] !== "'") return end;
      end += 1;
    } else {
      let slashes = 0;
      while (text[end - 1 - slashes] === "\\") slashes += 1;
      if (slashes % 2 === 0) return end;
    }
  }
  throw beyond;
}

/** The text of the quoted scalar from `start` to its closing quote at `end`. See YAML 1.2.2, 7.3. */
export function readQuoted(text: string, start: number, end: number): string {
  const raw = text.slice(start, end + 1);
  if (raw[0] === "'") return raw.slice(1, -1).replaceAll("''", "'");
  if (!raw.includes("\\")) return raw.slice(1, -1);
  try {
    // What JSON escapes means the same in YAML, which has more.
    return String(JSON.parse(raw));
  } catch {
    throw beyond;
  }
}

/** Whether a plain scalar may begin like `text`. See YAML 1.2.2, 7.3.3. */
export function mayBePlain(text: string): boolean {
  const [first = ""] = text;
  if ("-?:".includes(first)) return text.length > 1 && text[1] !== " " && text[1] !== "\t";
  return !",[]{}#&*!|>'\"%@`".includes(first);
}

/** Sets a member that the object does not have yet, also one called `__proto__`. */
export function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (Object.hasOwn(object, name)) throw beyond;
  if (name === "__proto__") {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    object[name] = value;
  }
}

/** `text` without spaces and tabs at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end -= 1;
  return text.slice(0, end);
}
