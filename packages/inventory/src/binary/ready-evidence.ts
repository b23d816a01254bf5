/** A version in a text, and where it stands. */
export interface FoundVersion {
  readonly version: string;
  readonly at: number;
}

/** A line of a classifier's evidence made ready: what to look for, and how to read the version beside it. */
export interface Evidence {
  readonly anchor: string;
  /** It counts at the beginning of the file alone. */
  readonly isAtStart: boolean;
  /** The version beside the anchor that begins at `at`; `undefined` where there is none. */
  read(text: string, at: number): FoundVersion | undefined;
}

/** Where the version begins beside an anchor that begins at `at`. */
type FindStart = (text: string, at: number) => number | undefined;

/** Longest text that a `*` stands for, and longest version. */
const maximumGap = 64;
/** No more than this is looked at on either side of an anchor. */
export const evidenceReach = 256;
/** A shorter anchor stands everywhere. */
const minimumAnchor = 3;

/**
 * Makes a line of a classifier's evidence ready; `captured` is the version in the file's name. What is looked for is text
 * right before the version or, where that is too short to be rare, right after or in it. `undefined` where there is
 * none of these, as with a captured version of one number.
 */
export function readyEvidence(line: string, captured = ""): Evidence | undefined {
  const isAtStart = line.startsWith("^");
  const open = line.search(/\{[@\dn]/);
  const close = line.indexOf("}", open);
  const shape = line.slice(open + 1, close).replace("@", captured);
  const before = line.slice(isAtStart ? 1 : 0, open);
  const after = line.slice(close + 1);
  const version = versionPattern(shape);
  const found = chooseAnchor(before, shape, after, isAtStart ? 0 : minimumAnchor);
  if (found === undefined) return undefined;
  const read = (text: string, at: number): FoundVersion | undefined => {
    const start = found.findStart(text, at);
    if (start === undefined) return undefined;
    const own = version.exec(text.slice(start, start + maximumGap))?.[0];
    const isHere = own !== undefined && endOf(text, start + own.length, after) !== undefined;
    return isHere ? { version: own, at: start } : undefined;
  };
  return { anchor: found.anchor, isAtStart, read };
}

function chooseAnchor(
  before: string,
  shape: string,
  after: string,
  minimum: number,
): { readonly anchor: string; readonly findStart: FindStart } | undefined {
  const star = before.indexOf("*");
  if (star >= 0) {
    const anchor = before.slice(0, star);
    const gap = before.slice(star);
    return { anchor, findStart: (text, at) => endOf(text, at + anchor.length, gap) };
  }
  // Numbers that are known are looked for, too.
  const known = /^[\d.]*/.exec(shape)?.[0] ?? "";
  const prefix = before + known;
  if (prefix.length >= minimum) {
    return { anchor: prefix, findStart: (_, at) => at + before.length };
  }
  const preceded =
    (find: (text: string, at: number) => number): FindStart =>
    (text, at) => {
      const start = find(text, at);
      return text.endsWith(before, start) ? start : undefined;
    };
  if (after.startsWith("*") && after.length > minimum) {
    return { anchor: after.slice(1), findStart: preceded(startAfterNul) };
  }
  if (after.length >= minimum) return { anchor: after, findStart: preceded(startOfVersion) };
  const inner = /\.\d{1,4}\./.exec(shape)?.[0];
  return inner === undefined ? undefined : { anchor: inner, findStart: preceded(startOfVersion) };
}

/** Where `expected` ends that begins at `start`; a `*` in it is any text. */
function endOf(text: string, start: number, expected: string): number | undefined {
  const [head = "", ...rest] = expected.split("*");
  const gap = start + head.length;
  if (!text.startsWith(head, start)) return undefined;
  if (rest.length === 0) return gap;
  const tail = rest.join("*");
  const length = text.slice(gap, gap + maximumGap + tail.length).indexOf(tail);
  const isText = length >= 0 && !text.slice(gap, gap + length).includes("\0");
  return isText ? gap + length + tail.length : undefined;
}

function startAfterNul(text: string, end: number): number {
  const start = Math.max(end - maximumGap, 0);
  return start + text.slice(start, end).lastIndexOf("\0") + 1;
}

function startOfVersion(text: string, end: number): number {
  let at = end;
  while (end - at < maximumGap && isOfVersion(text.charCodeAt(at - 1))) at--;
  return at;
}

/** A digit, letter, `.` or `-`. */
function isOfVersion(code: number): boolean {
  const letter = code | 0x20;
  return (
    (code >= 0x30 && code <= 0x39) ||
    (letter >= 0x61 && letter <= 0x7a) ||
    code === 0x2d ||
    code === 0x2e
  );
}

const digits = "\\d{1,8}";
const letters = "(?:-?[A-Za-z]{1,6}[.\\d]{0,6})?";

/** The pattern of a version's shape, for the beginning of a text. It can go back over a few characters at most. */
function versionPattern(shape: string): RegExp {
  const parts = shape.split(".").map((part, number) => {
    const own = part.startsWith("nnnn")
      ? "\\d{4,8}"
      : part.replace("?", "").replace("a", letters).replaceAll("n", digits);
    const whole = number === 0 ? own : `\\.${own}`;
    return part.endsWith("?") ? `(?:${whole})?` : whole;
  });
  return new RegExp(`^${parts.join("")}(?!\\.?\\d)`);
}
