import { decodeText } from "./decode-text.ts";

/**
 * Address and port of a `struct sockaddr` as strace writes it, or the path of a local socket with `@` for an abstract
 * one; `undefined` when it has neither.
 */
export function readAddress(structure = ""): string | undefined {
  if (!structure.startsWith("{")) return undefined;
  const local = structure.indexOf("sun_path=");
  if (local >= 0) return readLocal(structure.slice(local + "sun_path=".length));
  const port = between(structure, "_port=htons(", ")");
  const four = between(structure, 'inet_addr("', '"');
  if (four !== undefined) return `${four}:${port}`;
  const six = between(structure, 'inet_pton(AF_INET6, "', '"');
  return six === undefined ? undefined : `[${six}]:${port}`;
}

/** The address at which a socket listens that was bound to none: any, and a port that the kernel chooses. */
export function unboundAddress(family: string): string | undefined {
  if (family === "AF_INET" || family === "PF_INET") return "0.0.0.0:0";
  return family === "AF_INET6" || family === "PF_INET6" ? "[::]:0" : undefined;
}

/** The own address in what `-yy` shows of a socket: `TCP:[192.0.2.1:80->198.51.100.7:4711]`, `UNIX-STREAM:[12,"/a"]`. */
export function shownAddress(annotation = ""): string | undefined {
  const open = annotation.indexOf(":[");
  if (open < 0 || !annotation.endsWith("]")) return undefined;
  const inner = annotation.slice(open + 2, -1);
  if (annotation.startsWith("UNIX")) {
    // Escapes are undone already.
    const [start, end] = [inner.indexOf('"'), inner.lastIndexOf('"')];
    return end <= start
      ? undefined
      : (inner[start - 1] === "@" ? "@" : "") + inner.slice(start + 1, end);
  }
  const [own = ""] = inner.split("->");
  // A socket without an address is shown by its number alone.
  return own.includes(":") ? own : undefined;
}

/** A path in quotes, as strace writes it, with `@` before an abstract one. */
function readLocal(text: string): string | undefined {
  const abstract = text.startsWith("@");
  const start = abstract ? 2 : 1;
  if (text[start - 1] !== '"') return undefined;
  let end = start;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  const bytes = new TextEncoder().encode(text.slice(start, end));
  return (abstract ? "@" : "") + decodeText(bytes, 0, bytes.length);
}

/** The text after the first `start` up to the next `end`. */
function between(text: string, start: string, end: string): string | undefined {
  const from = text.indexOf(start);
  if (from < 0) return undefined;
  const to = text.indexOf(end, from + start.length);
  return to < 0 ? undefined : text.slice(from + start.length, to);
}
