import type { Problem } from "@coppice/types";
import { appendItem, type Draft, type DraftValue, isDraft } from "../../../json/draft.ts";
import { defaultSbomLimits, type SbomLimits } from "../../../sbom-limits.ts";
import { type Spdx2Reading, spdx2Reading } from "../spdx2-reading.ts";
import {
  finishDocument,
  type PlacedFile,
  type ReadAnnotation,
  type TagFault,
} from "./finish-document.ts";
import { scanTagValues, type TagValue } from "./scan-tag-values.ts";
import { ruleOfTag, type TagRule, type TagSection } from "./tag-rules.ts";
import { utf8Offsets } from "./utf8-offsets.ts";

/** Where the objects of a section are listed; the others stand in one place each. */
const listOfSection: { readonly [section in TagSection]?: string } = {
  package: "packages",
  file: "files",
  snippet: "snippets",
  license: "hasExtractedLicensingInfos",
};

/**
 * An SPDX document in the tag-value encoding, in its native form. Tags may stand in any order after the one that begins
 * their element. A file belongs to the package before it (`hasFiles`), unless that one says `FilesAnalyzed: false`, with
 * which it can have none.
 *
 * Tags that nobody knows, are out of place, repeated or malformed are problems, and survive as `{ tag, value }` in the
 * member `$tagValue` of their element, or of the document where they have none. Comments are left out.
 *
 * Source: SPDX 2.3, clauses 6 to 13; the deprecated tags from SPDX 2.1.
 *
 * @throws An {@link SbomError} with code `TAG_VALUE_INVALID` where a `<text>` is never closed, `TOO_MANY_ITEMS` past a
 * limit, `VERSION_UNSUPPORTED` where the document states another version than 2.0 to 2.3.
 */
export function readSpdxTagValue(
  text: string,
  limits: Pick<SbomLimits, "items"> = defaultSbomLimits,
): Spdx2Reading {
  const reader = tagValueReader();
  for (const found of scanTagValues(text, limits)) reader.take(found);
  const { document, faults } = reader.end();
  const offsetOf = utf8Offsets(text);
  const problems = faults
    .sort((a, b) => a.place.start - b.place.start)
    .map(({ place, code, what }): Problem => {
      const message = `line ${place.line}: ${what}`;
      return { code, message, offset: offsetOf(place.start) };
    });
  return spdx2Reading(document, problems);
}

interface TagValueReader {
  take(found: TagValue): void;
  end(): { readonly document: Draft; readonly faults: TagFault[] };
}

function tagValueReader(): TagValueReader {
  const document: Draft = {};
  const creationInfo: Draft = {};
  const open = new Map<TagSection, Draft>([
    ["document", document],
    ["creationInfo", creationInfo],
  ]);
  /** The element begun last: unknown tags are about it. */
  let latest = document;
  /** The one begun last that `SPDXID` can be about. */
  let latestNamed = document;
  let waitingId: TagValue | undefined;
  const annotations: ReadAnnotation[] = [];
  const files: PlacedFile[] = [];
  const faults: TagFault[] = [];

  const keep = (place: TagValue, owner: Draft, code: string, what: string): void => {
    faults.push({ place, code, what });
    const { tag, value } = place;
    if (tag !== "") appendItem(owner, "$tagValue", { tag, value });
  };

  const takeId = (found: TagValue): void => {
    const isDocument = found.value === "SPDXRef-DOCUMENT";
    const target = isDocument ? document : latestNamed;
    const isOpen = isDocument || latest === latestNamed;
    if (isOpen && !Object.hasOwn(target, "SPDXID")) target["SPDXID"] = found.value;
    else waitingId = found;
  };

  const begin = (rule: TagRule, found: TagValue, id: TagValue | undefined): void => {
    const draft: Draft = { [rule.member]: found.value };
    if (id) draft["SPDXID"] = id.value;
    appendItem(document, listOfSection[rule.section] ?? "", draft);
    open.set(rule.section, draft);
    latest = draft;
    if (named.has(rule.section)) latestNamed = draft;
    if (rule.section === "package") open.delete("file");
    if (rule.section === "package" || rule.section === "file") open.delete("artifact");
    const owner = open.get("package");
    if (rule.section === "file" && owner) files.push({ file: draft, owner, place: found });
  };

  /** The object of a section without a tag that begins it: another one where the member is there already. */
  const group = (rule: TagRule): Draft | undefined => {
    const current = open.get(rule.section);
    if (current && !Object.hasOwn(current, rule.member)) return current;
    const draft: Draft = {};
    if (rule.section === "annotation") annotations.push({ draft, tags: [] });
    else {
      const owner = rule.section === "review" ? document : open.get("file");
      if (owner === undefined) return undefined;
      appendItem(owner, rule.section === "review" ? "revieweds" : "artifactOfs", draft);
    }
    open.set(rule.section, draft);
    return draft;
  };

  const take = (found: TagValue): void => {
    const { tag, value, rest } = found;
    const id = waitingId;
    waitingId = undefined;
    const rule = ruleOfTag.get(tag);
    if (id && !(rule && rule.does === "begins" && named.has(rule.section))) {
      faults.push(unplacedId(id));
    }
    if (rest !== "") {
      const what = `"${shorten(rest)}" after </text> is left out`;
      faults.push({ place: found, code: "TAG_MALFORMED", what });
    }
    if (tag === "SPDXID") takeId(found);
    else if (rule?.does === "begins") begin(rule, found, id);
    else if (rule) fill(rule, found);
    else {
      const what = tag === "" ? `"${shorten(value)}" is no tag` : `nobody knows the tag ${tag}`;
      keep(found, latest, "TAG_UNKNOWN", what);
    }
  };

  const fill = (rule: TagRule, found: TagValue): void => {
    const { tag, value } = found;
    const grouped = groups.has(rule.section);
    const owner = grouped ? group(rule) : open.get(rule.section);
    if (rule.section === "annotation") annotations.at(-1)?.tags.push(found);
    if (owner === undefined) {
      const what = `there is no ${rule.section} that ${tag} could be about`;
      keep(found, document, "TAG_MISPLACED", what);
      return;
    }
    // A tag kept beside a group could begin another one when it is read again: an empty value is kept in it.
    const read = rule.form.read(value) ?? (grouped ? value : undefined);
    const fault = read === undefined ? "TAG_MALFORMED" : store(owner, rule, read);
    if (fault === undefined) return;
    const home = rule.section === "creationInfo" ? document : owner;
    keep(found, home, fault, `${tag} ${faultOf[fault]}`);
  };

  const end = (): ReturnType<TagValueReader["end"]> => {
    if (waitingId) faults.push(unplacedId(waitingId));
    if (Object.keys(creationInfo).length > 0) document["creationInfo"] = creationInfo;
    finishDocument({ document, annotations, files }, faults);
    return { document, faults };
  };

  return { take, end };
}

/** Sections whose objects have an `SPDXID` tag. */
const named: ReadonlySet<TagSection> = new Set(["package", "file"]);

/** Sections without a tag that begins them. */
const groups: ReadonlySet<TagSection> = new Set(["annotation", "review", "artifact"]);

const faultOf = {
  TAG_MALFORMED: "has no value of its form",
  TAG_REPEATED: "is said a second time",
  TAG_MISPLACED: "follows nothing that it could be about",
} as const;

/** Puts what a tag says where it belongs; gives the code of what is against that. */
function store(owner: Draft, rule: TagRule, value: DraftValue): keyof typeof faultOf | undefined {
  if (rule.does === "adds") {
    for (const item of Array.isArray(value) ? value : [value]) appendItem(owner, rule.member, item);
    return undefined;
  }
  const list = owner[rule.member];
  const comments = rule.does === "comments";
  const target = comments ? Array.isArray(list) && list.at(-1) : owner;
  const member = comments ? "comment" : rule.member;
  if (!isDraft(target)) return "TAG_MISPLACED";
  if (Object.hasOwn(target, member)) return "TAG_REPEATED";
  target[member] = value;
  return undefined;
}

function unplacedId(place: TagValue): TagFault {
  return { place, code: "TAG_MISPLACED", what: "the SPDXID has no element of its own" };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
