import { joinPath, parentPath } from "@coppice/image";
import type { Attribution, DerivedAttribution } from "@coppice/types";
import type { AttributionSources } from "./attribution-sources.ts";
import { packagesOf } from "./packages-of.ts";

const alternatives = "/etc/alternatives/";
const certificates = "/etc/ssl/certs/";

/**
 * Why a link is there that nobody lists: for what it leads to, or would lead to if that were installed, or else for
 * the last owned link on the way. `undefined` when nothing there is explained.
 */
export function explainLink(
  sources: AttributionSources,
  attributions: ReadonlyMap<string, Attribution>,
  path: string,
): DerivedAttribution | undefined {
  const { index, ownership } = sources;
  const resolution = index.resolve(path);
  const end = resolution.found ? resolution.path : missingTarget(sources, resolution.links);
  const rule = linkRule(path, resolution.links, end);
  // The top folders of a merged /usr are of the system as a whole, not of all the packages with files in them.
  if (rule === "usr-merge") return { kind: "derived", rule, from: [end], by: [] };
  for (const from of [end, ...resolution.links.toReversed()]) {
    const attribution = attributions.get(from);
    const by = attribution ? packagesOf(attribution) : ownership.ownersOf(from);
    if (from !== path && by !== undefined && (attribution || by.length > 0)) {
      return { kind: "derived", rule, from: [from], by };
    }
  }
  return undefined;
}

function linkRule(path: string, links: readonly string[], end: string): string {
  if (parentPath(path) === "/" && end === `/usr${path}`) return "usr-merge";
  if (links.some((link) => link.startsWith(alternatives))) return "alternatives";
  return path.startsWith(certificates) ? "certificate-link" : "link";
}

/** What the last link that could be followed asks for. */
function missingTarget({ index, canonical }: AttributionSources, links: readonly string[]): string {
  const link = links.at(-1) ?? "/";
  const target = index.lookup(link)?.target ?? "";
  return canonical(target.startsWith("/") ? target : joinPath(parentPath(link), target));
}
