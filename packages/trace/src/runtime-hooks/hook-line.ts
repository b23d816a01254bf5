import { jsonBoolean } from "../json/json-boolean.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";

/**
 * A line that the hooks in `@coppice/trace/hooks` write: one JSON object, ASCII but for Node.js, in which a byte of a path
 * that is not UTF-8 is the lone surrogate `\udc80` to `\udcff`. Each process writes a file of its own, `RUNTIME-PID-START.jsonl`,
 * but for a forked one that may make none, which goes on in that of its parent; files may be put one after the other.
 *
 * The first line of a process is its head: `coppice`, the version of the format, which is 1; `runtime`; then `version` of
 * the runtime, `pid`, `ppid`, `t`, `cwd`, `program`, which is the runtime's own path, `thread` of a thread that writes a
 * file of its own, `late` when the program ran before the hook did, and `until: "end"` when nothing is written before the
 * end, so that a file without its last line lacks all.
 *
 * The others have a kind `k`. That of a use is the kind of a `FileEvent`, with the path `p`, in an archive with the path
 * `m` inside; or with a bare name `n` of what has no known path. An `exec` is that of a child, just before it. `lost` says
 * what is missing, with a `LossCode` as `c` and the reason `r`. `end` is the last line of a process that came to its end; that of Node.js writes none.
 * `t` is the time in seconds since 1970.
 */
export interface HookLine {
  readonly coppice: number | undefined;
  readonly runtime: string | undefined;
  readonly pid: number | undefined;
  readonly ppid: number | undefined;
  readonly program: string | undefined;
  readonly thread: number | undefined;
  readonly late: boolean | undefined;
  readonly until: string | undefined;
  readonly k: string | undefined;
  readonly p: string | undefined;
  readonly m: string | undefined;
  readonly n: string | undefined;
  readonly t: number | undefined;
  readonly c: string | undefined;
  readonly r: string | undefined;
}

/** Reads a {@link HookLine}. */
export const readHookLine: JsonReader<HookLine> = jsonObject({
  coppice: jsonNumber,
  runtime: jsonText,
  pid: jsonNumber,
  ppid: jsonNumber,
  program: jsonText,
  thread: jsonNumber,
  late: jsonBoolean,
  until: jsonText,
  k: jsonText,
  p: jsonText,
  m: jsonText,
  n: jsonText,
  t: jsonNumber,
  c: jsonText,
  r: jsonText,
});
