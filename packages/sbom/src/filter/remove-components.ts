import type { DraftDocument } from "../edit/draft-document.ts";
import { type Draft, type DraftValue, isDraft } from "../json/draft.ts";
import type { SbomFormat } from "../sbom-format.ts";

/** Members of a document that list components, by family and major version. */
function listsOf({ family, version }: SbomFormat): readonly string[] {
  if (family === "cyclonedx") return ["components", "services"];
  if (family === "syft") return ["artifacts", "files"];
  return version.startsWith("3") ? ["@graph"] : ["packages", "files", "snippets"];
}

/** Takes components out of a draft by where they stood; what is kept inside one that goes takes its place. */
export function removeComponents(
  { root }: DraftDocument,
  format: SbomFormat,
  gone: ReadonlySet<string>,
): void {
  for (const name of listsOf(format)) keepIn(root, name, "", gone);
  const { metadata } = root;
  if (format.family !== "cyclonedx" || !isDraft(metadata)) return;
  const { component } = metadata;
  const pointer = "/metadata/component";
  if (!isDraft(component)) return;
  keepIn(component, "components", pointer, gone);
  if (!gone.has(pointer)) return;
  delete metadata["component"];
  const inner = [component["components"], root["components"]].flatMap((list) => list ?? []);
  if (inner.length > 0) root["components"] = inner;
}

/** Removes from the list `name` of `owner`, whose depth of nesting is one that a reader has let pass. */
function keepIn(owner: Draft, name: string, pointer: string, gone: ReadonlySet<string>): void {
  const list = owner[name];
  if (!Array.isArray(list)) return;
  const kept = list.flatMap((item, index): readonly DraftValue[] => {
    if (!isDraft(item)) return [item];
    const place = `${pointer}/${name}/${index}`;
    keepIn(item, name, place, gone);
    const inner = item[name];
    return gone.has(place) ? (Array.isArray(inner) ? inner : []) : [item];
  });
  if (kept.length > 0 || list.length === 0) owner[name] = kept;
  else delete owner[name];
}
