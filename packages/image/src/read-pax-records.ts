import { decodeName } from "./decode-name.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

/** What pax records say of members; it goes before what their headers say. */
export interface PaxFacts {
  path?: Uint8Array;
  linkpath?: Uint8Array;
  size?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  xattrs?: { readonly [name: string]: string };
  sparse?: PaxSparse;
}

/** What the records `GNU.sparse.*` say (GNU tar manual, "Storing Sparse Files"). */
interface PaxSparse {
  major?: number;
  name?: Uint8Array;
  size?: number;
  /** Offsets and sizes of the parts, by turns. */
  map?: number[];
}

const xattr = "SCHILY.xattr.";
const sparsePrefix = "GNU.sparse.";

/** Reads the records `LENGTH KEY=VALUE\n` of one pax header. See POSIX.1-2017, pax, "pax Extended Header". */
export function readPaxRecords(bytes: Uint8Array, place: TarPlace): PaxFacts {
  const facts: PaxFacts = {};
  const xattrs = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const { key, value, end } = readRecord(bytes, at, place);
    at = end;
    if (key.startsWith(xattr)) xattrs.set(key.slice(xattr.length), base64(value));
    else if (value.length > 0) addFact(facts, key, value, place);
  }
  if (xattrs.size > 0) facts.xattrs = Object.fromEntries(xattrs);
  return facts;
}

function addFact(facts: PaxFacts, key: string, value: Uint8Array, place: TarPlace): void {
  switch (key) {
    case "path":
    case "linkpath":
      if (value.includes(0)) throw damaged(place, `the pax value of "${key}" has a NUL byte`);
      facts[key] = value.slice();
      return;
    case "size":
    case "uid":
    case "gid":
    case "mtime":
      facts[key] = readNumber(value, key, place);
      return;
    default:
      if (!key.startsWith(sparsePrefix)) return;
      facts.sparse ??= {};
      addSparse(facts.sparse, key, value, place);
  }
}

function addSparse(sparse: PaxSparse, key: string, value: Uint8Array, place: TarPlace): void {
  switch (key.slice(sparsePrefix.length)) {
    case "major":
      sparse.major = readNumber(value, key, place);
      return;
    case "name":
      sparse.name = value.slice();
      return;
    case "size":
    case "realsize":
      sparse.size = readNumber(value, key, place);
      return;
    case "offset":
    case "numbytes":
      sparse.map ??= [];
      sparse.map.push(readNumber(value, key, place));
      return;
    case "map":
      sparse.map = readMap(value, key, place);
      return;
    default:
  }
}

/** Decimal numbers with commas between them. */
function readMap(value: Uint8Array, key: string, place: TarPlace): number[] {
  const numbers: number[] = [];
  for (let start = 0; start <= value.length; ) {
    const comma = value.indexOf(0x2c, start);
    const end = comma < 0 ? value.length : comma;
    numbers.push(readNumber(value.subarray(start, end), key, place));
    start = end + 1;
  }
  return numbers;
}

interface PaxRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly end: number;
}

function readRecord(bytes: Uint8Array, start: number, place: TarPlace): PaxRecord {
  const space = bytes.indexOf(0x20, start);
  const digits = space < 0 || space > start + 9 ? "" : decodeName(bytes.subarray(start, space));
  const end = start + (/^\d+$/.test(digits) ? Number(digits) : Number.NaN);
  const equals = bytes.indexOf(0x3d, space);
  if (!(end <= bytes.length && equals > space && equals < end - 1 && bytes[end - 1] === 0x0a)) {
    throw damaged(place, "a pax record has no true length");
  }
  return {
    key: decodeName(bytes.subarray(space + 1, equals)),
    value: bytes.subarray(equals + 1, end - 1),
    end,
  };
}

function readNumber(value: Uint8Array, key: string, place: TarPlace): number {
  const digits = value.length > 40 ? "" : decodeName(value);
  const number = /^-?\d+(?:\.\d*)?$/.test(digits) ? Math.floor(Number(digits)) : Number.NaN;
  if (Number.isSafeInteger(number) && (number >= 0 || key === "mtime")) return number;
  throw damaged(place, `the pax value of "${key}" is no number`);
}

function damaged(place: TarPlace, what: string): Error {
  return tarError(place, "TAR_INVALID", `${what}, so the header is damaged; fetch it again`);
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
