/** A file that a call opened or a program that it executed, as `-y` shows it. */
export interface ShownPath {
  /** The line of the log on which the call begins, from 0. */
  readonly line: number;
  readonly kind: "open" | "exec";
  readonly path: string;
}

const opening = /^(?:open|openat|openat2|creat)\(/;
const opened = / = \d+<(\/[^>]*)>(?:\(deleted\))?$/;
const executing = /^execve\("([^"]*)"/;
const fromFolder = /AT_FDCWD<(\/[^>]*)>/;

/** A call put together from its lines. */
interface WholeCall {
  readonly line: number;
  readonly pid: string;
  readonly text: string;
}

/**
 * What a log recorded with `-f -y` shows, read with no more than a few patterns, so that it is independent of the reader.
 * Of a program that is executed by a relative path `-y` shows no more than the folder, in the next call from it. What is
 * executed in another root, or by a link of the kernel, is left out.
 */
export function shownPaths(log: string): ShownPath[] {
  const found: ShownPath[] = [];
  const awaited = new Map<string, { readonly line: number; readonly given: string }>();
  const elsewhere = new Set<string>();
  for (const { line, pid, text } of wholeCalls(log)) {
    const folder = fromFolder.exec(text)?.[1];
    const program = awaited.get(pid);
    if (folder !== undefined && program) {
      found.push({ line: program.line, kind: "exec", path: `${folder}/${program.given}` });
      awaited.delete(pid);
    }
    if (text.startsWith("chroot(")) elsewhere.add(pid);
    const given = executing.exec(text)?.[1];
    if (given !== undefined && text.endsWith(" = 0")) {
      if (!given.startsWith("/")) awaited.set(pid, { line, given });
      else if (!elsewhere.has(pid) && !given.startsWith("/proc/")) {
        found.push({ line, kind: "exec", path: given });
      }
    }
    const path = opening.test(text) ? opened.exec(text)?.[1] : undefined;
    if (path !== undefined) found.push({ line, kind: "open", path: undoEscapes(path) });
  }
  return found;
}

function* wholeCalls(log: string): Generator<WholeCall> {
  const begun = new Map<string, { readonly line: number; readonly text: string }>();
  for (const [line, whole] of log.split("\n").entries()) {
    const space = whole.indexOf(" ");
    const pid = whole.slice(0, space);
    const text = whole.slice(space).trimStart();
    const unfinished = text.indexOf(" <unfinished ...>");
    const resumed = /^<\.\.\. \w+ resumed>/.exec(text)?.[0];
    const before = begun.get(pid);
    if (unfinished >= 0) begun.set(pid, { line, text: text.slice(0, unfinished) });
    else if (resumed !== undefined && before) {
      begun.delete(pid);
      yield { line: before.line, pid, text: before.text + text.slice(resumed.length) };
    } else yield { line, pid, text };
  }
}

function undoEscapes(path: string): string {
  return path.replace(/\\([0-7]{1,3})/g, (_, octal) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** The log as it had been recorded without `-y`. */
export function withoutAnnotations(log: string): string {
  return log.replace(/\b(\d+|AT_FDCWD)<(?:\/[^>]*|[\w-]+:[^>]*)>(?:\(deleted\))?(?:>)?/g, "$1");
}
