import { joinPath, parentPath } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** What cpanm records of a distribution. See Menlo's documentation of `install.json`, and CPAN::Meta::Spec. */
export interface CpanRecord {
  readonly file: string;
  /** `.meta/DISTRIBUTION-VERSION`. */
  readonly folder: string;
  /** Folder of the architecture, which has `auto` as well. */
  readonly library: string;
  readonly name: string;
  readonly version?: string;
  readonly author?: string;
  /** The module that its list is named after. */
  readonly module: string;
  readonly modules: readonly string[];
  readonly licenses: readonly string[];
  /** Versions by module; `0` where any will do. */
  readonly requires: ReadonlyMap<string, string>;
  readonly metadata: string;
}

/** Whether a path is `.meta/DISTRIBUTION/install.json`. */
export function isCpanRecord(path: string): boolean {
  return path.endsWith("/install.json") && parentPath(parentPath(path)).endsWith("/.meta");
}

/** The record in `file`; `undefined`, after a problem, where it is none. */
export async function readCpanRecord(
  context: ExtractorContext,
  file: string,
): Promise<CpanRecord | undefined> {
  const bytes = await context.read(file);
  if (bytes === undefined) return undefined;
  const fields = membersOf(parseJson(bytes));
  const dist = textOf(fields.get("dist"));
  const module = textOf(fields.get("name"));
  if (dist === undefined || module === undefined) {
    const message = "no name and distribution; the distribution is known by its list alone";
    context.onProblem({ code: "CPAN_RECORD_INVALID", message, path: file });
    return undefined;
  }
  const folder = parentPath(file);
  const metadata = joinPath(folder, "MYMETA.json");
  const isThere = context.index.lookup(metadata)?.type === "file";
  const written = isThere ? await context.read(metadata) : undefined;
  const meta = membersOf(written && parseJson(written));
  const version = textOf(meta.get("version")) ?? textOf(fields.get("version"));
  const author = textOf(fields.get("pathname"))?.split("/").at(-2);
  const runtime = membersOf(membersOf(meta.get("prereqs")).get("runtime"));
  return {
    file,
    folder,
    library: parentPath(parentPath(folder)),
    name: textOf(meta.get("name")) ?? dist.replace(/-v?\d[\w.]{0,30}$/, ""),
    ...(version !== undefined && { version }),
    ...(author && { author }),
    module,
    modules: [...new Set([module, ...membersOf(fields.get("provides")).keys()])],
    licenses: elementsOf(meta.get("license")).flatMap((license) => {
      const name = textOf(license);
      return name === undefined || name === "unknown" ? [] : [name];
    }),
    requires: new Map([...membersOf(runtime.get("requires"))].flatMap(toRequirement)),
    metadata,
  };
}

/** Perl itself is of no distribution. */
function toRequirement([module, version]: [string, unknown]): [string, string][] {
  const text = typeof version === "number" ? String(version) : textOf(version);
  return module === "perl" || text === undefined ? [] : [[module, text]];
}
