import { type Cursor, char, peek, skipArgument, skipSpaces, skipText } from "../lines/cursor.ts";
import { headLines } from "../lines/head-lines.ts";
import { unfinishedAt } from "./line-end.ts";
import { type Header, readHeader } from "./read-header.ts";
import { extendHash, findSyscall } from "./syscalls.ts";
import { withoutColours } from "./without-colours.ts";

/** How far a log is looked at, and the share of its lines that must be strace's, since programs write between them. */
const lookAt = 1 << 16;
const share = 1 / 4;

/**
 * Calls that are in many logs and of no interest to the reader. A tracer of libraries writes lines in the same form, of
 * other functions.
 */
const commonCalls: ReadonlySet<string> = new Set(
  (
    "arch_prctl brk clock_gettime clock_nanosleep epoll_wait exit exit_group fstat futex getdents64 getpid getrandom " +
    "getuid ioctl kill lseek mprotect munmap nanosleep pipe pipe2 poll prctl prlimit64 pwrite64 recv recvfrom recvmsg rseq " +
    "rt_sigaction rt_sigprocmask rt_sigreturn select send sendmsg sendto set_robust_list set_tid_address sigaltstack socket " +
    "uname wait4 write writev"
  ).split(" "),
);

/** Whether a log that begins with `head` is one of strace: calls with their results, of calls that Linux has. */
export function recogniseStrace(head: Uint8Array): boolean {
  const header: Header = { pid: -1, clock: undefined, elapsed: undefined };
  let calls = 0;
  let strangers = 0;
  for (const { line, whole } of headLines(head.subarray(0, lookAt))) {
    const coloured = line.bytes.subarray(line.at, line.end).includes(char.escape);
    const kind = classify(coloured ? withoutColours(line) : line, header, whole);
    if (kind === "call") calls++;
    else if (kind === "stranger" && whole) strangers++;
  }
  return calls > 0 && calls >= (calls + strangers) * share;
}

/** Whether a line is a call or its end, one that nobody else writes, or one of anybody. */
function classify(line: Cursor, header: Header, whole: boolean): "call" | "other" | "stranger" {
  readHeader(line, header);
  if (line.at === line.end) return "other";
  for (const text of ["<... ", "+++ exited with ", "+++ killed by ", "strace: Process "]) {
    if (skipText(line, text)) return "call";
  }
  for (const text of ["--- SIG", "> ", "| ", "strace: "]) {
    if (skipText(line, text)) return "other";
  }
  return isCall(line, whole) ? "call" : "stranger";
}

/** Whether `openat(…) = 3`, `openat(… <unfinished ...>` or, where the head ends, the beginning of it stands here. */
function isCall(line: Cursor, whole: boolean): boolean {
  const { bytes, at: start } = line;
  let hash = 0;
  let name = "";
  for (let byte = peek(line); byte >= 0 && byte !== char.open; byte = peek(line)) {
    if (!isName(byte) || line.at - start > 40) return false;
    hash = extendHash(hash, byte);
    name += String.fromCharCode(byte);
    line.at++;
  }
  if (peek(line) !== char.open) return false;
  if (!commonCalls.has(name) && findSyscall(hash, bytes, start) === undefined) return false;
  line.at++;
  if (unfinishedAt(line) >= 0) return true;
  for (;;) {
    skipSpaces(line);
    const first = peek(line);
    // The head ends where it must; a text says enough.
    if (!skipArgument(line)) return !whole && (first === char.quote || first === char.openBracket);
    if (peek(line) !== char.comma) break;
    line.at++;
  }
  line.at++;
  skipSpaces(line);
  return skipText(line, "= ");
}

function isName(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || (byte >= 0x30 && byte <= 0x39);
}
