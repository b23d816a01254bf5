import { readJsonRecords } from "../json/read-json-records.ts";
import { skipText } from "../lines/cursor.ts";
import { headLines } from "../lines/head-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { followHookLines } from "./follow-hook-lines.ts";

/** What is said of the hook of one runtime. */
export interface HookFacts extends Omit<LogFormat, "recognises" | "read"> {
  /** As the hook writes it. */
  readonly runtime: string;
}

/** The format of what the hook of one runtime writes; see `HookLine`. */
export function createHookFormat({ runtime, ...facts }: HookFacts): LogFormat {
  return {
    ...facts,
    recognises(head) {
      const first = headLines(head).next().value?.line;
      return first !== undefined && skipText(first, `{"coppice":1,"runtime":"${runtime}"`);
    },
    read: (chunks, options = {}) =>
      readJsonRecords(chunks, options, facts.name, (sink) =>
        followHookLines(sink, runtime, options),
      ),
  };
}
