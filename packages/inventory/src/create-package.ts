import type { PurlParts } from "@coppice/purl";
import type { Ecosystem, Package } from "@coppice/types";
import type { Extractor, ExtractorContext } from "./extractor.ts";
import { renderPurl } from "./render-purl.ts";

/** What an extractor says of a package: its own words, without what the inventory knows. */
export interface FoundPackage
  extends Omit<
    Package,
    "id" | "ecosystem" | "purl" | "presence" | "layer" | "ownedBy" | "foundBy"
  > {
  readonly location: string;
  /** Its purl's type where that is not the extractor's ecosystem, and the parts beside or in place of name and version. */
  readonly purl?: Partial<PurlParts>;
  /** Default: the extractor's. */
  readonly ecosystem?: Ecosystem;
  /** Default: `installed`. */
  readonly presence?: Package["presence"];
  /** The file that says so, whose layer and owner are the package's. Default: `location`. */
  readonly file?: string;
}

/** The package that an extractor found, with its id, its layer and the package that brought it. */
export function createPackage(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  found: FoundPackage,
): Package {
  const {
    purl: parts,
    ecosystem = extractor.ecosystem,
    presence = "installed",
    file,
    ...own
  } = found;
  const { name, version, location } = own;
  const { type = ecosystem, ...others } = parts ?? {};
  const purl = renderPurl(type, { name, ...(version !== undefined && { version }), ...others });
  const place = file ?? location;
  const [ownedBy] = context.ownersOf(place);
  const layer = context.index.lookup(place)?.layer;
  return {
    id: context.identify(
      purl ?? `${ecosystem}:${name}${version === undefined ? "" : `@${version}`}`,
      location,
    ),
    ...(purl !== undefined && { purl }),
    ecosystem,
    ...own,
    presence,
    ...(ownedBy !== undefined && { ownedBy }),
    ...(layer !== undefined && { layer }),
    foundBy: extractor.name,
  };
}
