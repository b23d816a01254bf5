import { isShellLine } from "../bcc/is-shell-line.ts";
import { type Cursor, skipSpaces, skipText } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";

/** What lines begin with that the command writes beside events. */
const beginnings = ["WARN[", "INFO[", "ERRO[", "DEBU[", 'time="'] as const;

/** The text of a line that the command, or the shell that it was started from, writes beside events. */
export function readNotice(line: Cursor): string | undefined {
  const start = line.at;
  skipSpaces(line);
  const found = isShellLine(line) || beginnings.some((beginning) => skipText(line, beginning));
  line.at = start;
  return found ? rawText(line.bytes, start, line.end) : undefined;
}

/** How many samples a message says were lost. */
export function lostSamples(message: string): number | undefined {
  const words = message.split(" ");
  const at = words.indexOf("lost");
  const count = Number(words[at + 1]);
  const isLoss = at >= 0 && words[at + 2]?.startsWith("samples") && Number.isSafeInteger(count);
  return isLoss && count > 0 ? count : undefined;
}
