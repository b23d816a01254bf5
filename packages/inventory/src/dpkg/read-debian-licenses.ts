import type { ExtractorContext } from "../extractor.ts";
import { parseDebianCopyright } from "./parse-debian-copyright.ts";

/** The licences of an installed package, where it states them in a form for machines and documentation is installed. */
export async function readDebianLicenses(
  context: ExtractorContext,
  name: string,
): Promise<readonly string[]> {
  const path = `/usr/share/doc/${name}/copyright`;
  // The folder may be a link to that of another package of the same source.
  const resolution = context.index.resolve(path);
  const isFile = resolution.found && resolution.entry.type === "file";
  const bytes = isFile ? await context.read(path) : undefined;
  return bytes === undefined ? [] : parseDebianCopyright(bytes);
}
