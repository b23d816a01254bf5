import { isJsonObject, type JsonObject, type JsonValue } from "../../../json/json-value.ts";
import type { SbomLoss } from "../../../sbom-document.ts";
import { isTag, lineFeeds, trimBlanks } from "./scan-tag-values.ts";
import { lineForm } from "./tag-form.ts";
import { ruleOfTag, type TagRule, type TagSection, tagRules } from "./tag-rules.ts";

/** An object of the document with its JSON pointer. */
export interface PlacedObject {
  readonly object: JsonObject;
  readonly pointer: string;
}

/** Writes tags, and notes what it cannot write. */
export interface TagValueWriter {
  /** Writes an object as a section of its own, with the tags that it kept. */
  section(
    name: TagSection,
    object: JsonObject,
    pointer: string,
    elsewhere?: readonly string[],
  ): void;
  /** Writes members by `rules`. Any other one is a loss, unless it is written `elsewhere`. */
  write(
    rules: readonly TagRule[],
    object: JsonObject,
    pointer: string,
    elsewhere?: readonly string[],
  ): void;
  /** Writes one list by its rules. */
  list(rules: readonly TagRule[], owner: JsonObject, pointer: string): void;
  /** Writes the tags of `$tagValue`. */
  kept(object: JsonObject, pointer: string): void;
  /** Leaves a line empty. */
  gap(): void;
  lose(pointer: string, reason: string): void;
  /** The items of an array that is a member of `owner`. */
  items(
    owner: JsonObject,
    member: string,
    pointer: string,
  ): readonly { readonly value: JsonValue; readonly pointer: string }[];
  /** The objects of such an array. */
  objects(owner: JsonObject, member: string, pointer: string): readonly PlacedObject[];
  end(): { readonly text: string; readonly losses: readonly SbomLoss[] };
}

/** Makes an empty {@link TagValueWriter}. */
export function tagValueWriter(): TagValueWriter {
  const lines: string[] = [];
  const losses = new Map<string, string>();

  /** An array is asked for more than once; its losses are noted once. */
  const lose = (pointer: string, reason: string): void => {
    if (!losses.has(pointer)) losses.set(pointer, reason);
  };

  const line = (tag: string, value: string, marks: Marks, pointer: string): void => {
    let text = lineFeeds(value);
    if (text !== value) lose(pointer, "carriage returns are written as line feeds");
    if (marks === "seldom" && text !== trimBlanks(text)) {
      lose(pointer, "white space around it is left out");
      text = trimBlanks(text);
    }
    const plain = text === "NONE" || text === "NOASSERTION";
    if (!needsMarks(text) && (plain || marks !== "usually")) {
      lines.push(`${tag}: ${text}`);
      return;
    }
    if (text.includes("</text>")) {
      lose(pointer, "the </text> in it ends the value; it is written as </ text>");
      text = text.replaceAll("</text>", "</ text>");
    }
    lines.push(`${tag}: <text>${text}</text>`);
  };

  const items: TagValueWriter["items"] = (owner, member, pointer) => {
    const list = owner[member];
    const at = `${pointer}/${pointerPart(member)}`;
    if (Array.isArray(list)) {
      return list.map((value, index) => ({ value, pointer: `${at}/${index}` }));
    }
    if (list !== undefined) lose(at, "is no array");
    return [];
  };

  const objects: TagValueWriter["objects"] = (owner, member, pointer) =>
    items(owner, member, pointer).flatMap(({ value, pointer }) => {
      if (isJsonObject(value)) return [{ object: value, pointer }];
      lose(pointer, "is no object");
      return [];
    });

  /** The items of a list, each by the one of its rules that has words for it. */
  const list: TagValueWriter["list"] = (rules, owner, pointer) => {
    const comment = rules.find(({ does }) => does === "comments");
    const used = new Set<TagRule>();
    for (const { value, pointer: at } of items(owner, rules[0]?.member ?? "", pointer)) {
      const rule = rules.find(
        ({ does, form }) => does === "adds" && form.write(value, owner) !== undefined,
      );
      const text = rule?.form.write(value, owner);
      if (rule === undefined || text === undefined) {
        lose(at, "tag-value has no form for this value");
        continue;
      }
      // A snippet has one range in bytes and one in lines (SPDX 2.3, 9.3 and 9.4).
      if (rule.section === "snippet" && rule.member === "ranges" && used.has(rule)) {
        lose(at, "tag-value allows one range of each kind");
        continue;
      }
      used.add(rule);
      line(rule.tag, text, rule.form.free ? "usually" : "seldom", at);
      loseSpelling(rule, value, text, at);
      if (!isJsonObject(value)) continue;
      loseOthers(value, at, [...(rule.form.members ?? []), ...(comment ? ["comment"] : [])]);
      const remark = value["comment"];
      if (comment && remark !== undefined) {
        if (typeof remark === "string") line(comment.tag, remark, "usually", `${at}/comment`);
        else lose(`${at}/comment`, "is no text");
      }
    }
  };

  /** Words of the specification come back in its own spelling; that of categories is a matter of the encoding. */
  const loseSpelling = (rule: TagRule, value: JsonValue, text: string, at: string): void => {
    if (rule.form.read === lineForm.read) return;
    const back = rule.form.read(text);
    const compare = (written: JsonValue | undefined, read: JsonValue | undefined, at: string) => {
      if (typeof written !== "string" || typeof read !== "string") return;
      if (written.replace("_", "-") === read.replace("_", "-")) return;
      lose(at, `is spelled ${JSON.stringify(read)}`);
    };
    compare(value, back, at);
    if (!isJsonObject(value) || !isJsonObject(back)) return;
    for (const member of rule.form.members ?? []) {
      compare(value[member], back[member], `${at}/${member}`);
    }
  };

  const loseOthers = (object: JsonObject, pointer: string, said: readonly string[]): void => {
    for (const [member, value] of Object.entries(object)) {
      if (value === undefined || said.includes(member)) continue;
      lose(`${pointer}/${pointerPart(member)}`, "tag-value has no tag for it");
    }
  };

  const write: TagValueWriter["write"] = (rules, object, pointer, elsewhere = []) => {
    const lists = new Set<string>();
    for (const rule of rules) {
      const value = object[rule.member];
      if (rule.does === "comments" || value === undefined) continue;
      if (rule.does === "adds") {
        if (lists.has(rule.member)) continue;
        lists.add(rule.member);
        list(
          rules.filter(({ member }) => member === rule.member),
          object,
          pointer,
        );
        continue;
      }
      const at = `${pointer}/${rule.member}`;
      const text = rule.form.write(value, object);
      if (text === undefined) lose(at, "tag-value has no form for this value");
      else {
        line(rule.tag, text, rule.form.free ? "usually" : "seldom", at);
        loseSpelling(rule, value, text, at);
        if (isJsonObject(value)) loseOthers(value, at, rule.form.members ?? []);
      }
    }
    loseOthers(object, pointer, [...rules.map(({ member }) => member), ...elsewhere]);
  };

  const kept: TagValueWriter["kept"] = (object, pointer) => {
    for (const { object: found, pointer: at } of objects(object, "$tagValue", pointer)) {
      const { tag, value } = found;
      if (typeof tag !== "string" || !isTag(tag) || typeof value !== "string") {
        lose(at, "is no tag with a text");
      } else if (tag === "SPDXID" || ruleOfTag.get(tag)?.does === "begins") {
        lose(at, "the tag would begin or name another element");
      } else line(tag, value, "ifNeeded", at);
    }
  };

  const section: TagValueWriter["section"] = (name, object, pointer, elsewhere = []) => {
    const [head] = tagRules[name];
    lines.push("");
    if (
      head &&
      name !== "creationInfo" &&
      head.form.write(object[head.member] ?? "", object) === undefined
    ) {
      lose(`${pointer}/${head.member}`, `${head.tag} begins it in tag-value; it is written empty`);
      lines.push(`${head.tag}: <text></text>`);
    }
    write(tagRules[name], object, pointer, [...elsewhere, "$tagValue"]);
    kept(object, pointer);
  };

  return {
    section,
    write,
    list,
    kept,
    gap: () => void lines.push(""),
    lose,
    items,
    objects,
    end: () => ({
      text: `${lines.join("\n")}\n`,
      losses: [...losses].map(([pointer, reason]) => ({ pointer, reason })),
    }),
  };
}

/**
 * When a value stands between `<text>` and `</text>`, which other tools expect around free text alone: around other values
 * only if they have several lines, or wherever they could not be read back without.
 */
type Marks = "usually" | "seldom" | "ifNeeded";

function needsMarks(text: string): boolean {
  return (
    text === "" || text.includes("\n") || text !== trimBlanks(text) || text.startsWith("<text>")
  );
}

/** A member's name as a JSON pointer has it (RFC 6901, 3). */
function pointerPart(member: string): string {
  return member.replaceAll("~", "~0").replaceAll("/", "~1");
}
