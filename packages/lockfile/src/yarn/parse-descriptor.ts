/** `name@protocol:selector` in its parts. A descriptor says what is asked for, a locator what was taken. */
export interface Descriptor {
  readonly name: string;
  /** What comes after the at sign, parameters included. */
  readonly range: string;
  /** Without its colon; empty where there is none. */
  readonly protocol: string;
  /** After the protocol, without `::` and what follows it. */
  readonly selector: string;
}

/** Reads a descriptor or locator of Yarn 2 and later. */
export function parseDescriptor(text: string): Descriptor {
  const at = text.indexOf("@", 1);
  const name = at < 0 ? text : text.slice(0, at);
  const range = at < 0 ? "" : text.slice(at + 1);
  const colon = range.indexOf(":");
  const isProtocol = colon > 0 && /^[a-z][a-z+.-]*$/.test(range.slice(0, colon));
  const protocol = isProtocol ? range.slice(0, colon) : "";
  const rest = isProtocol ? range.slice(colon + 1) : range;
  const parameters = rest.indexOf("::");
  return { name, range, protocol, selector: parameters < 0 ? rest : rest.slice(0, parameters) };
}

/**
 * What a `patch:` range patches, and with what: `patch:typescript@npm%3A^4.0.0#optional!builtin<compat/typescript>`.
 * `undefined` when it is none.
 */
export function parsePatch(
  range: string,
): { readonly source: string; readonly patch: string } | undefined {
  if (!range.startsWith("patch:")) return undefined;
  const text = range.slice("patch:".length);
  const parameters = text.indexOf("::");
  const whole = parameters < 0 ? text : text.slice(0, parameters);
  const hash = whole.indexOf("#");
  if (hash < 0) return undefined;
  return { source: decodePart(whole.slice(0, hash)), patch: decodePart(whole.slice(hash + 1)) };
}

/** Percent-decoded text; itself where it is not encoded rightly. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
