import type { DocumentNode } from "../documents/document-node.ts";
import { readYamlDocuments } from "../documents/read-yaml-documents.ts";
import { collectHead, type Head } from "../lines/collect-head.ts";
import { type Cursor, char, standsAt } from "../lines/cursor.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { TraceError } from "../trace-error.ts";
import { type GadgetEvent, readGadgetEvent } from "./gadget-event.ts";

/** What stands before each document. */
const separator = "---";

/** Whether a line begins a document. */
export function beginsDocument({ bytes, at, end }: Cursor): boolean {
  return end - at === separator.length && standsAt(bytes, at, end, separator);
}

/** Reads a stream of YAML documents, each of which is an event, from its first separator on. */
export interface YamlReader {
  line(cursor: Cursor, offset: number): void;
  /** Takes the end of the log; `cut`: its last line has no line end. */
  end(cut: boolean): void;
}

/** Hands the event of each document to `take`. */
export function createYamlReader(
  sink: LineSink,
  take: (event: GadgetEvent, offset: number) => void,
): YamlReader {
  const { lineBytes } = sink.limits;
  let document: Head | undefined;
  let start = 0;
  let isLong = false;
  let isGadget = false;

  function readEvent(): GadgetEvent | undefined {
    const [node] = (document && readYamlDocuments(document.bytes())) ?? [];
    if (node === undefined) return undefined;
    const bytes = new TextEncoder().encode(toJson(node, ""));
    return readGadgetEvent({ bytes, at: 0, end: bytes.length });
  }

  function finish(isLast: boolean, cut: boolean): void {
    if (document === undefined) return;
    const event = isLong ? undefined : readEvent();
    if (event) isGadget = true;
    // Members are sorted, so that only a whole event has its time.
    if (isLast && (cut || (event !== undefined && event.timestamp === undefined))) {
      const reason = "the log ends within this record";
      sink.emit({ kind: "lost", offset: start, code: "cut", count: 1, reason });
    } else if (event) take(event, start);
    else if (isLong) {
      const message = `this record has more than ${lineBytes} bytes; raise limits.lineBytes to read it`;
      sink.problem(start, message);
    } else sink.problem(start, "this is no record of Inspektor Gadget");
    document = undefined;
    isLong = false;
  }

  return {
    line(cursor, offset) {
      if (beginsDocument(cursor)) {
        finish(false, false);
        return;
      }
      if (document === undefined) {
        document = collectHead(lineBytes + 1);
        start = offset;
      }
      if (isLong) return;
      const line = cursor.bytes.subarray(cursor.at, cursor.end);
      isLong = document.append(line) || document.append(lineEnd);
    },
    end(cut) {
      finish(true, cut);
      if (!isGadget) {
        throw new TraceError(
          "LOG_FORMAT",
          "the log has no record of Inspektor Gadget; check which file was given",
        );
      }
    },
  };
}

const lineEnd = Uint8Array.of(char.newline);

/** Members that are numbers; all others are text, also where they look like a number. */
const numbers: ReadonlySet<string> = new Set([
  "err",
  "error_raw",
  "fctime",
  "fd",
  "flags",
  "flags_raw",
  "pid",
  "port",
  "ppid",
  "ret",
  "retval",
  "timestamp",
]);

function toJson(node: DocumentNode, name: string): string {
  switch (node.kind) {
    case "map": {
      const members = Array.from(
        node.members,
        ([key, value]) => `${JSON.stringify(key)}:${toJson(value, key)}`,
      );
      return `{${members.join()}}`;
    }
    case "list":
      return `[${node.items.map((item) => toJson(item, name)).join()}]`;
    case "scalar":
      return numbers.has(name) && /^-?\d{1,19}$/.test(node.text)
        ? String(Number(node.text))
        : JSON.stringify(node.text);
    default:
      return node satisfies never;
  }
}
