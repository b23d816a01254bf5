/** A line of `perf script`, up to what its event says. */
export interface PerfLine {
  /** Name of the thread. */
  readonly comm: string;
  /** The process, where the line has both numbers. */
  readonly pid: number | undefined;
  readonly tid: number;
  /** Seconds since an unknown start. */
  readonly time: number | undefined;
  /** What follows the time, such as `sched:sched_process_exec: filename=/bin/true pid=7 old_pid=7`. */
  readonly event: string;
}

/** Reads `ls 11289/11289 [000] 24442.644881:  sched:sched_process_exec: …`; the processor and one number may be absent. */
export function readPerfLine(line: string): PerfLine | undefined {
  const colon = endOfTime(line);
  if (colon < 0) return undefined;
  const words = wordsBefore(line, colon);
  const time = Number(words.pop());
  // `[000]`, and flags such as `d..3.` where they were asked for.
  if (words.length > 2 && !isNumbers(words[words.length - 1] ?? "")) words.pop();
  if (words[words.length - 1]?.startsWith("[")) words.pop();
  const numbers = words.pop() ?? "";
  if (!isNumbers(numbers) || numbers.length > longestNumbers || words.length === 0)
    return undefined;
  const [first = "", second] = numbers.split("/");
  return {
    comm: words.join(" "),
    pid: second === undefined ? undefined : Number(first),
    tid: Number(second ?? first),
    time,
    event: line.slice(colon + 1).trimStart(),
  };
}

/** Longest text of two numbers of a process and a thread. */
const longestNumbers = 24;

/** Longest that stands before the time: a name of 16 bytes, numbers, a processor, and spaces. */
const longestHead = 128;

/** Where the colon behind the time is: that of the first word of digits, a dot and digits; -1 when there is none. */
function endOfTime(line: string): number {
  for (let at = line.indexOf(":"); at >= 0 && at < longestHead; at = line.indexOf(":", at + 1)) {
    const start = line.lastIndexOf(" ", at) + 1;
    const dot = line.indexOf(".", start);
    if (
      start > 0 &&
      dot > start &&
      dot < at &&
      isDigits(line, start, dot) &&
      isDigits(line, dot + 1, at)
    ) {
      return at;
    }
  }
  return -1;
}

function wordsBefore(line: string, end: number): string[] {
  return line
    .slice(0, end)
    .split(" ")
    .filter((word) => word !== "");
}

function isDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return end > start;
}

/** Whether a word is `11289`, `11289/11290` or the `-1/0` of the kernel. */
function isNumbers(word: string): boolean {
  const slash = word.indexOf("/");
  const first = slash < 0 ? word : word.slice(0, slash);
  const digits = first.startsWith("-") ? first.slice(1) : first;
  if (!isDigits(digits, 0, digits.length)) return false;
  return slash < 0 || isDigits(word, slash + 1, word.length);
}
