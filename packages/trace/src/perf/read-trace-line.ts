/** A line of `perf trace`. */
export interface TraceLine {
  /** The thread; 0 where the log is of one and does not say which. */
  readonly tid: number;
  /** A system call, or a tracepoint such as `sched:sched_process_exec`. */
  readonly call: string;
  /** What stands between the brackets. */
  readonly args: string;
  /** What the call returned; negative when it failed, `NaN` when the line does not say. */
  readonly result: number;
  /** The call began in a line before, which ends in `...`; so does this one when it is `begun`. */
  readonly continued: boolean;
  readonly begun: boolean;
}

/**
 * Reads `  0.898 ( 0.021 ms): ls/29869 openat(dfd: CWD, filename: "/etc/fstab", flags: RDONLY) = 4`, and of a call during
 * which other threads did something `  0.898 (         ): ls/29869 openat(…) ...` and
 * `  0.898 ( 0.021 ms): ls/29869  ... [continued]: openat()) = 4`.
 */
export function readTraceLine(line: string): TraceLine | undefined {
  const open = line.indexOf("(");
  const timed = line.indexOf("): ", open);
  if (open < 0 || open > 24 || timed < 0 || timed > open + 24) return undefined;
  if (!isTime(line.slice(0, open).trim())) return undefined;
  for (let at = timed + 3; ; at++) {
    at = line.indexOf("(", at);
    if (at < 0 || at > timed + longestHead) return undefined;
    const start = line.lastIndexOf(" ", at) + 1;
    const call = line.slice(start, at);
    const thread = readThread(line.slice(timed + 3, start).trim());
    if (thread === undefined || !isCallName(call)) continue;
    const equals = line.lastIndexOf(" = ");
    const ended = equals > at ? equals : line.length;
    const close = line.lastIndexOf(")", ended);
    const args = line.slice(at + 1, Math.max(close, at + 1));
    const result = equals > at ? Number(line.slice(equals + 3).split(" ", 1)[0]) : Number.NaN;
    return { ...thread, call, args, result, begun: line.endsWith(" ...") };
  }
}

/** Longest that stands before the arguments: a name of 16 bytes, a number, a mark and the call. */
const longestHead = 128;

const continuedMark = "... [continued]:";

/** Reads `ls/29869`, which may be absent, and the mark behind it. */
function readThread(text: string): Pick<TraceLine, "tid" | "continued"> | undefined {
  const continued = text.endsWith(continuedMark);
  const name = continued ? text.slice(0, -continuedMark.length).trimEnd() : text;
  if (name === "") return { tid: 0, continued };
  const slash = name.lastIndexOf("/");
  const digits = name.slice(slash + 1);
  const tid = Number(digits);
  if (slash < 0 || !/^[0-9]+$/.test(digits) || !Number.isSafeInteger(tid)) return undefined;
  return { tid, continued };
}

function isCallName(word: string): boolean {
  return /^[a-z_][\w:-]*$/.test(word);
}

/** Milliseconds since the beginning, or the `?` of a call that began before it. */
function isTime(text: string): boolean {
  return text === "?" || (text !== "" && Number(text) >= 0);
}
