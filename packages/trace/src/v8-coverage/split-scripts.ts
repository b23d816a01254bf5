import { collectHead, type Head } from "../lines/collect-head.ts";
import { char } from "../lines/cursor.ts";

/** Finds the scripts in documents of coverage. */
export interface ScriptSplitter {
  /** Takes the next bytes. */
  push(chunk: Uint8Array): void;
  /** Where the document began that has not ended; `undefined` when all have. */
  open(): number | undefined;
}

/** Options of {@link splitScripts}. */
export interface SplitScriptsOptions {
  /** Takes the bytes of each item of `result`, valid during the call only, and where it begins. */
  readonly onScript: (bytes: Uint8Array, offset: number) => void;
  /** Takes where an item begins that has more bytes than `limit`. */
  readonly onLongScript: (offset: number) => void;
  /** Takes where something stands between documents that is none. */
  readonly onRubbish: (offset: number) => void;
  readonly limit: number;
}

/**
 * Cuts a stream of documents `{"result": [script, …], …}` into their scripts, so that one is kept at a time. What is in
 * the other members, such as source maps, is passed over.
 */
export function splitScripts(options: SplitScriptsOptions): ScriptSplitter {
  const { onScript, onLongScript, onRubbish, limit } = options;
  let offset = 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  /** The last name at depth 1, as far as it can be the one that is looked for; it is a value's text, too. */
  let name = "";
  let inResult = false;
  let documentStart = 0;
  let rubbish = false;
  /** The script that is open: where it began, and what earlier chunks have of it. */
  let scriptStart = -1;
  let kept: Head | undefined;

  function passText(chunk: Uint8Array, from: number): number {
    let at = from;
    for (; at < chunk.length && inText; at++) {
      const byte = chunk[at] ?? 0;
      if (escaped) escaped = false;
      else if (byte === char.backslash) escaped = true;
      else if (byte === char.quote) inText = false;
      else if (depth === 1 && name.length <= resultName.length) name += String.fromCharCode(byte);
    }
    return at;
  }

  function open(byte: number, at: number): void {
    if (depth === 0) {
      documentStart = offset + at;
      rubbish = false;
    }
    if (depth === 1) inResult = byte === char.openBracket && name === resultName;
    depth++;
    if (depth === 3 && inResult && byte === char.openBrace) {
      scriptStart = offset + at;
      kept = undefined;
    }
  }

  function close(chunk: Uint8Array, at: number): void {
    depth--;
    if (depth !== 2 || scriptStart < 0) return;
    const start = scriptStart;
    scriptStart = -1;
    const part = chunk.subarray(Math.max(0, start - offset), at + 1);
    if (offset + at + 1 - start > limit) onLongScript(start);
    else if (kept === undefined) onScript(part, start);
    else {
      kept.append(part);
      onScript(kept.bytes(), start);
    }
  }

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; at++) {
        if (inText) at = passText(chunk, at);
        const byte = chunk[at] ?? char.space;
        if (byte === char.quote && depth > 0) {
          inText = true;
          if (depth === 1) name = "";
        } else if (byte === char.openBrace || (byte === char.openBracket && depth > 0)) {
          open(byte, at);
        } else if ((byte === char.closeBrace || byte === char.closeBracket) && depth > 0) {
          close(chunk, at);
        } else if (
          depth === 0 &&
          byte > char.space &&
          !rubbish &&
          !isOrderMark(byte, offset + at)
        ) {
          rubbish = true;
          onRubbish(offset + at);
        }
      }
      if (scriptStart >= 0 && offset + chunk.length - scriptStart <= limit) {
        kept ??= collectHead(limit + 1);
        kept.append(chunk.subarray(Math.max(0, scriptStart - offset)));
      } else if (scriptStart >= 0) kept = undefined;
      offset += chunk.length;
    },
    open: () => (depth > 0 ? documentStart : undefined),
  };
}

const resultName = "result";

/** Whether a byte is of the mark that some put before the first document. */
function isOrderMark(byte: number, at: number): boolean {
  return byte === [0xef, 0xbb, 0xbf][at];
}
