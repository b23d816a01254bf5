import type { Io } from "./io.ts";
import { jsonPieces } from "./json-pieces.ts";
import type { OutputOptions } from "./options.ts";
import { print } from "./print.ts";
import { showProgress } from "./show-progress.ts";
import { writeDocument } from "./write-document.ts";

/**
 * Hands over what a command made: the document to the file that was named, or with `--json` to `stdout`; the report to
 * `stdout` unless JSON was asked for.
 */
export async function deliver(
  io: Io,
  { output, json = false }: OutputOptions,
  document: unknown,
  report: () => string,
): Promise<void> {
  io.signal?.throwIfAborted();
  if (output !== undefined) {
    showProgress(io, `Writing ${output} …`);
    await writeDocument(output, jsonPieces(document));
  }
  showProgress(io, "");
  if (!json) io.stdout.write(report());
  else if (output === undefined) await print(io.stdout, jsonPieces(document));
}
