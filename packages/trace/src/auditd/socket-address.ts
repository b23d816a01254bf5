import { decodeName } from "@coppice/image";

/** Families of addresses (`linux/socket.h`). */
const [unix, inet, inet6] = [1, 2, 10];

/**
 * The address in the bytes of a `struct sockaddr`, of a host of either byte order: `192.0.2.1:80`, `[::1]:80`, or the
 * path of a socket, with `@` before an abstract one. `undefined` for one of another family, or of none.
 */
export function readSocketAddress(bytes: Uint8Array): string | undefined {
  const family = (bytes[0] ?? 0) | (bytes[1] ?? 0);
  const port = (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0);
  if (family === inet && bytes.length >= 8) return `${bytes.subarray(4, 8).join(".")}:${port}`;
  if (family === inet6 && bytes.length >= 24) return `[${shorten(bytes.subarray(8, 24))}]:${port}`;
  return family === unix && bytes.length > 2 ? readSocketPath(bytes.subarray(2)) : undefined;
}

function readSocketPath(bytes: Uint8Array): string | undefined {
  const abstract = bytes[0] === 0;
  const name = abstract ? bytes.subarray(1) : bytes;
  const end = name.indexOf(0);
  const text = decodeName(end < 0 ? name : name.subarray(0, end));
  if (text === "") return undefined;
  return abstract ? `@${text}` : text;
}

/** An IPv6 address as RFC 5952 writes it: the longest run of zeros left out. */
function shorten(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  if (groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff") {
    return `::ffff:${bytes.subarray(12).join(".")}`;
  }
  let longest = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > longest.length) longest = { start, length };
  }
  if (longest.length < 2) return groups.join(":");
  const before = groups.slice(0, longest.start).join(":");
  return `${before}::${groups.slice(longest.start + longest.length).join(":")}`;
}

/**
 * The address as auditd and `ausearch -i` write it: `{ saddr_fam=inet laddr=192.0.2.1 lport=80 }`, and of old
 * `inet host:192.0.2.1 serv:80` and `local /run/socket`.
 */
export function readInterpretedAddress(text: string): string | undefined {
  const words = text.split(/[ {}]/);
  const value = (key: string): string | undefined =>
    words.find((word) => word.startsWith(key))?.slice(key.length);
  const host = value("laddr=") ?? value("host:");
  const port = value("lport=") ?? value("serv:");
  if (host !== undefined && port !== undefined) {
    return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  }
  const path = value("path=") ?? (words[0] === "local" ? words[1] : undefined);
  return path === "" ? undefined : path;
}
