import type { SbomDocument } from "@coppice/sbom";
import { contentError } from "./input-error.ts";
import { inputName } from "./input-name.ts";
import type { Io } from "./io.ts";
import { openInput } from "./open-input.ts";
import { showProgress } from "./show-progress.ts";

/**
 * The SBOM in the file at `path` or, as `-`, on standard input, whatever its format, compression and envelope.
 *
 * @throws A `CommandError` when the file cannot be read; a `CoppiceError` with the codes of `readSbom` when it is no SBOM.
 */
export async function readSbomFile(path: string, io: Io): Promise<SbomDocument> {
  const name = inputName(path);
  showProgress(io, `Reading ${name} …`);
  const { readSbom } = await import("@coppice/sbom");
  try {
    return await readSbom(openInput(path, io));
  } catch (cause) {
    throw contentError(name, cause);
  }
}
