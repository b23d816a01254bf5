/**
 * One spelling of each address: IPv6 as in RFC 5952 section 4, IPv4-mapped IPv6 (RFC 4291, section 2.5.5.2) as IPv4.
 * Anything else, such as the path of a socket, stays as it is.
 */
export function canonicalAddress(address: string): string {
  const end = address.lastIndexOf("]");
  if (!address.startsWith("[") || end < 0) return address;
  const [host = "", ...zone] = address.slice(1, end).split("%");
  const rest = address.slice(end + 1);
  const words = parseIpv6(host);
  if (words === undefined) return address;
  if (zone.length === 0 && isMapped(words)) {
    const [high = 0, low = 0] = words.slice(6);
    return `${[high >> 8, high & 255, low >> 8, low & 255].join(".")}${rest}`;
  }
  return `[${[renderIpv6(words), ...zone].join("%")}]${rest}`;
}

function isMapped(words: readonly number[]): boolean {
  return words.every((word, at) => at >= 6 || word === (at === 5 ? 0xffff : 0));
}

function parseIpv6(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(wordsOf)));
  if (head === undefined || head.includes(-1) || tail?.includes(-1)) return undefined;
  if (tail === undefined) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** The words of a part between colons, of which one of IPv4 is two; -1 where it is none. */
function wordsOf(part: string): readonly number[] {
  if (/^[0-9a-f]{1,4}$/i.test(part)) return [Number.parseInt(part, 16)];
  const bytes = part.split(".").map((byte) => (/^[0-9]{1,3}$/.test(byte) ? Number(byte) : 256));
  const [a = 256, b = 256, c = 256, d = 256] = bytes;
  const isAddress = bytes.length === 4 && bytes.every((byte) => byte < 256);
  return isAddress ? [a * 256 + b, c * 256 + d] : [-1];
}

/** The longest run of two zeros or more, and of those as long the first, is left out. */
function renderIpv6(words: readonly number[]): string {
  let start = 0;
  let length = 1;
  for (let at = 0; at < words.length; ) {
    let end = at;
    while (words[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
    at = Math.max(end, at + 1);
  }
  const text = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(":");
  if (length < 2) return text(words);
  return `${text(words.slice(0, start))}::${text(words.slice(start + length))}`;
}
