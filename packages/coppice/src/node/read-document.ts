import { createReadStream } from "node:fs";
import { type Documents, parseDocument } from "@coppice/types";
import { CommandError } from "./command-error.ts";
import { contentError } from "./input-error.ts";
import { limitBytes } from "./limit-bytes.ts";
import { readChunks } from "./read-chunks.ts";

/** Options of {@link readDocument}. */
export interface ReadDocumentOptions {
  /** Bytes of the unpacked document. Default: 500 MiB; much more does not fit in one string of Node's. */
  readonly maximumBytes?: number;
}

/**
 * The document of `kind` in the file at `path`, which may be gzip'ed.
 *
 * @throws A {@link CommandError} when the file cannot be read, is too large (`INPUT_TOO_LARGE`) or no JSON
 * (`INPUT_DAMAGED`); a `CoppiceError` with the codes of `parseDocument` when it is another document.
 */
export async function readDocument<Kind extends keyof Documents>(
  kind: Kind,
  path: string,
  { maximumBytes = 500 * 1024 * 1024 }: ReadDocumentOptions = {},
): Promise<Documents[Kind]> {
  const value = parseJson(path, await readText(path, maximumBytes));
  try {
    return parseDocument(kind, value);
  } catch (cause) {
    throw contentError(path, cause);
  }
}

async function readText(path: string, maximumBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  const chunks = readChunks(path, createReadStream(path));
  for await (const chunk of limitBytes(path, chunks, maximumBytes)) {
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError("INPUT_DAMAGED", `${path} is no JSON; make the document again`, {
      cause,
    });
  }
}
