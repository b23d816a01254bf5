import type { FileEntry } from "@coppice/types";
import { encodeName } from "./encode-name.ts";
import { ImageError } from "./image-error.ts";
import { renderPaxRecords } from "./render-pax-records.ts";
import { renderTarBlock } from "./render-tar-block.ts";
import { tarPadding } from "./tar-padding.ts";

/**
 * The tar header of an entry: one ustar block, after a pax header where ustar cannot say it (long or non-ASCII names,
 * large numbers, extended attributes). The same entry gives the same bytes; user names and other times are left out,
 * and an absent `mtime` is 0.
 *
 * @example
 * ```ts
 * import { renderTarHeader } from "@coppice/image";
 *
 * const motd = { path: "/etc/motd", type: "file", mode: 0o644, uid: 0, gid: 0, size: 5 } as const;
 * renderTarHeader(motd).length; // => 512
 * ```
 * @throws An {@link ImageError} with code `ENTRY_UNSUPPORTED` for what tar cannot hold, such as a socket, for a path
 * that does not begin with a slash, and for a name with a NUL.
 */
export function renderTarHeader(entry: FileEntry): Uint8Array {
  const { path, hardLink = "/", target = "" } = entry;
  if (!path.startsWith("/") || !hardLink.startsWith("/")) {
    throw unsupported(entry, "has a path that does not begin with a slash");
  }
  // A name ends there for some programs and not for others.
  if (`${path}${hardLink}${target}`.includes("\0")) {
    throw unsupported(entry, "has a name with a NUL");
  }
  const typeFlag = typeFlagOf(entry);
  const name = encodeName(
    entry.path === "/" ? "./" : entry.path.slice(1) + (entry.type === "directory" ? "/" : ""),
  );
  const linkName = encodeName(entry.hardLink?.slice(1) ?? entry.target ?? "");
  const isPlainName = isAscii(name);
  const isPlainLink = isAscii(linkName);
  const split = isPlainName ? splitName(name) : undefined;
  const records: [string, Uint8Array][] = [];
  const number = (key: string, value: number, digits: number): number => {
    if (value >= 0 && value < 8 ** digits) return value;
    records.push([key, text(String(value))]);
    return 0;
  };
  if (!(isPlainName || isUnicode(name)) || !(isPlainLink || isUnicode(linkName))) {
    records.push(["hdrcharset", text("BINARY")]);
  }
  if (split === undefined) records.push(["path", name]);
  if (linkName.length > 100 || !isPlainLink) records.push(["linkpath", linkName]);
  const fields = {
    uid: number("uid", entry.uid, 7),
    gid: number("gid", entry.gid, 7),
    size: number("size", typeFlag === "0" ? entry.size : 0, 11),
    mtime: number("mtime", Math.floor(entry.mtime ?? 0), 11),
  };
  records.push(...xattrRecords(entry));
  const block = renderTarBlock({
    ...fields,
    prefix: split?.prefix ?? new Uint8Array(0),
    name: split?.name ?? name.subarray(0, 100),
    linkName: linkName.subarray(0, 100),
    typeFlag,
    mode: entry.mode,
    ...deviceOf(entry),
  });
  return records.length === 0 ? block : withPaxHeader(records, block);
}

const typeFlags = {
  file: "0",
  symlink: "2",
  "character-device": "3",
  "block-device": "4",
  directory: "5",
  fifo: "6",
  socket: undefined,
} as const;

function typeFlagOf(entry: FileEntry): string {
  const typeFlag = entry.hardLink === undefined ? typeFlags[entry.type] : "1";
  if (typeFlag === undefined) throw unsupported(entry, "is a socket, which tar cannot hold");
  return typeFlag;
}

function deviceOf(entry: FileEntry): { readonly major: number; readonly minor: number } {
  const device = entry.device ?? { major: 0, minor: 0 };
  if (Math.max(device.major, device.minor) >= 8 ** 7) {
    throw unsupported(entry, "has a device number that tar cannot hold");
  }
  return device;
}

function xattrRecords(entry: FileEntry): [string, Uint8Array][] {
  if (entry.xattrs === undefined) return [];
  const names = Object.keys(entry.xattrs).sort();
  return names.map((name) => {
    if (name.includes("=")) throw unsupported(entry, `has an attribute named ${name}, with a "="`);
    return [`SCHILY.xattr.${name}`, fromBase64(entry.xattrs?.[name] ?? "")];
  });
}

function unsupported(entry: FileEntry, what: string): ImageError {
  return new ImageError("ENTRY_UNSUPPORTED", `${entry.path} ${what}; leave it out`);
}

/** The name in the fields of ustar, cut at a slash when it is long; undefined when it does not fit. */
function splitName(name: Uint8Array): { prefix: Uint8Array; name: Uint8Array } | undefined {
  if (name.length <= 100) return { prefix: name.subarray(0, 0), name };
  // The slash at a folder's end belongs to the name.
  const slash = name.subarray(0, Math.min(156, name.length - 1)).lastIndexOf(0x2f);
  if (slash <= 0 || name.length - slash - 1 > 100) return undefined;
  return { prefix: name.subarray(0, slash), name: name.subarray(slash + 1) };
}

function withPaxHeader(
  records: readonly (readonly [string, Uint8Array])[],
  block: Uint8Array,
): Uint8Array {
  const body = renderPaxRecords(records);
  const empty = new Uint8Array(0);
  const header = renderTarBlock({
    prefix: empty,
    name: text("././@PaxHeader"),
    linkName: empty,
    typeFlag: "x",
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: body.length,
    mtime: 0,
    major: 0,
    minor: 0,
  });
  const end = 512 + body.length + tarPadding(body.length);
  const whole = new Uint8Array(end + 512);
  whole.set(header, 0);
  whole.set(body, 512);
  whole.set(block, end);
  return whole;
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

function isUnicode(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const strict = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

function text(value: string): Uint8Array {
  return encoder.encode(value);
}

function fromBase64(value: string): Uint8Array {
  return Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
}
