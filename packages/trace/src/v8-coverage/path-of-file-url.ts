import { decodeName } from "@coppice/image";

/**
 * The path that a `file:` URL names (RFC 8089), with its escapes undone; `undefined` of other URLs and of those that name
 * another host. A `%` that begins no escape stands for itself, since Java writes some URLs without any.
 */
export function pathOfFileUrl(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  let start = "file:".length;
  if (url.startsWith("//", start)) {
    const slash = url.indexOf("/", start + 2);
    const host = slash < 0 ? url : url.slice(start + 2, slash);
    if (host !== "" && host !== "localhost") return undefined;
    start = slash;
  }
  return url[start] === "/" ? withoutEscapes(url.slice(start)) : undefined;
}

function withoutEscapes(text: string): string {
  let at = text.indexOf("%");
  if (at < 0) return text;
  let plain = text.slice(0, at);
  while (at < text.length) {
    const bytes = escapedBytes(text, at);
    plain += decodeName(Uint8Array.from(bytes));
    at += bytes.length * 3;
    const next = text.indexOf("%", bytes.length > 0 ? at : at + 1);
    plain += text.slice(at, next < 0 ? text.length : next);
    at = next < 0 ? text.length : next;
  }
  return plain;
}

/** What the escapes that follow each other from a place on stand for. */
function escapedBytes(text: string, start: number): number[] {
  const bytes: number[] = [];
  for (let at = start; text[at] === "%"; at += 3) {
    const digits = text.slice(at + 1, at + 3);
    if (!/^[0-9a-fA-F]{2}$/.test(digits)) break;
    bytes.push(Number.parseInt(digits, 16));
  }
  return bytes;
}
