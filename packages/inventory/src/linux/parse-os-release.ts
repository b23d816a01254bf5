import type { Distribution } from "@coppice/types";

/**
 * The operating system that an os-release file names; `undefined` when it has no `ID`. See os-release(5).
 *
 * @example
 * ```ts
 * import { parseOsRelease } from "@coppice/inventory";
 *
 * parseOsRelease('ID=debian\nVERSION_ID="12"\n'); // => { id: "debian", version: "12" }
 * ```
 */
export function parseOsRelease(text: string): Distribution | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    if (equals <= 0) continue;
    fields.set(line.slice(0, equals).trim(), unquote(line.slice(equals + 1).trim()));
  }
  const id = fields.get("ID");
  if (!id) return undefined;
  const version = fields.get("VERSION_ID");
  const codename = fields.get("VERSION_CODENAME");
  const name = fields.get("PRETTY_NAME");
  return {
    id,
    ...(version && { version }),
    ...(codename && { codename }),
    ...(name && { name }),
  };
}

function unquote(value: string): string {
  const quote = value[0];
  const quoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  const text = quoted ? value.slice(1, -1) : value;
  return quote === "'" ? text : text.replace(/\\(.)/g, "$1");
}
