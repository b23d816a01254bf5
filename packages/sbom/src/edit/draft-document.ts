import { type Draft, type DraftValue, isDraft, setMember } from "../json/draft.ts";
import { joinPointer } from "../json/join-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { SbomLoss } from "../sbom-document.ts";

/** A copy of a document that may be changed, and that knows where each part of it stood in the original. */
export interface DraftDocument {
  readonly root: Draft;
  /** What stands at `path`. */
  find(path: DraftPath): DraftValue | undefined;
  /** Takes out and gives what stands at `path`, which is a loss; positions in arrays hold until {@link DraftDocument.compact}. */
  remove(path: DraftPath, reason: string): DraftValue | undefined;
  /** Whether no more than one item of an array is left. */
  hasOneItem(items: DraftValue[]): boolean;
  /** Records that what `container` said in `member` is lost. */
  lose(container: Draft, member: string, reason: string): void;
  /** Closes the gaps that removals have left in arrays. */
  compact(): void;
  /** What was lost, in the order in which it was. */
  readonly losses: readonly SbomLoss[];
}

/** Members and positions that lead to a part of a document. */
export type DraftPath = readonly (string | number)[];

/** A {@link DraftDocument} of `native`, whose depth is one that a reader has let pass. */
export function draftDocument(native: JsonObject): DraftDocument {
  const pointers = new WeakMap<object, string>();
  const losses: SbomLoss[] = [];
  const gaps = new Map<DraftValue[], Set<number>>();
  const copy = (value: JsonValue, pointer: string): DraftValue => {
    if (typeof value !== "object" || value === null) return value;
    if (isJsonObject(value)) return copyObject(value, pointer);
    const items = value.map((item, index) => copy(item, `${pointer}/${index}`));
    pointers.set(items, pointer);
    return items;
  };
  const copyObject = (value: JsonObject, pointer: string): Draft => {
    const object: Draft = {};
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) setMember(object, name, copy(member, joinPointer(pointer, name)));
    }
    pointers.set(object, pointer);
    return object;
  };
  const memberOf = (value: DraftValue | undefined, step: string | number) => {
    if (Array.isArray(value))
      return gaps.get(value)?.has(Number(step)) ? undefined : value[Number(step)];
    return isDraft(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  };
  const root = copyObject(native, "");
  const find = (path: DraftPath): DraftValue | undefined => {
    let value: DraftValue | undefined = root;
    for (const step of path) value = memberOf(value, step);
    return value;
  };
  const lose = (container: object, step: string | number, reason: string): void => {
    losses.push({ pointer: joinPointer(pointers.get(container) ?? "", String(step)), reason });
  };
  return {
    root,
    losses,
    find,
    lose,
    remove(path, reason) {
      const step = path.at(-1);
      const container = find(path.slice(0, -1));
      const value = step === undefined ? undefined : memberOf(container, step);
      if (step === undefined || value === undefined) return undefined;
      if (typeof container !== "object" || container === null) return undefined;
      const pointer = typeof value === "object" && value !== null ? pointers.get(value) : undefined;
      if (pointer === undefined) lose(container, step, reason);
      else losses.push({ pointer, reason });
      if (isDraft(container)) delete container[step];
      else gaps.set(container, (gaps.get(container) ?? new Set()).add(Number(step)));
      return value;
    },
    hasOneItem: (items) => items.length - (gaps.get(items)?.size ?? 0) <= 1,
    compact() {
      for (const [items, gone] of gaps) {
        const kept = items.filter((_, index) => !gone.has(index));
        items.length = 0;
        for (const item of kept) items.push(item);
      }
      gaps.clear();
    },
  };
}

/** Every object that is in a value, the outer ones first. */
export function* objectsIn(root: DraftValue): Generator<Draft> {
  const pending: DraftValue[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isDraft(next)) yield next;
    if (typeof next !== "object" || next === null) continue;
    for (const value of Object.values(next)) pending.push(value);
  }
}

/** The draft as a document's native form, for reading. */
export function finishDraft(draft: DraftDocument): JsonObject {
  draft.compact();
  return draft.root;
}
