import { decodeName } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";

/** What an application says of itself for software catalogues. */
export interface Metainfo {
  readonly version?: string;
  readonly license?: string;
}

const folders = ["share/metainfo", "share/appdata"];
const endings = ["metainfo.xml", "appdata.xml"];

/** Version and licence of the application `name` whose files are in `folder`. See AppStream's specification, 2.1. */
export async function readMetainfo(
  context: ExtractorContext,
  folder: string,
  name: string,
): Promise<Metainfo> {
  const [path] = folders
    .flatMap((place) => endings.map((ending) => `${folder}/${place}/${name}.${ending}`))
    .filter((candidate) => context.index.lookup(candidate)?.type === "file");
  const bytes = path === undefined ? undefined : await context.read(path);
  const text = decodeName(bytes ?? new Uint8Array());
  const version = releaseVersion(text);
  const license = textBetween(text, "<project_license>", "<")?.trim();
  return { ...(version && { version }), ...(license && { license }) };
}

/** The latest release comes first. */
function releaseVersion(text: string): string | undefined {
  const start = text.search(/<release\s/);
  const tag = start < 0 ? undefined : textBetween(text.slice(start), "<release", ">");
  for (const quote of ['"', "'"]) {
    // Attributes are parted by white space.
    const version = textBetween(tag?.replaceAll(/\s/g, " ") ?? "", ` version=${quote}`, quote);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** What is between the first `before` and the next `after`; `undefined` where one is absent. */
function textBetween(text: string, before: string, after: string): string | undefined {
  const at = text.indexOf(before);
  const start = at + before.length;
  const end = text.indexOf(after, start);
  return at < 0 || end < 0 ? undefined : text.slice(start, end);
}
