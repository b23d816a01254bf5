import { jsonPointer } from "./json-pointer.ts";
import { createLineCounter, type TextPlace } from "./line-counter.ts";
import { scanJson } from "./scan-json.ts";

/** A member that an object has twice. Readers of JSON disagree on which of them counts (RFC 8259 §4). */
export interface DuplicateKey extends TextPlace {
  /** JSON pointer of the member. The place is the one of its second name. */
  readonly pointer: string;
}

interface OpenContainer {
  readonly array: boolean;
  /** Position or name of what is read, where it leads to this container. */
  step: string | number;
  /** Number of the container. */
  readonly serial: number;
}

/**
 * Members that their object already has, in JSON text, at most `limit` of them. Linear in the text and not recursive.
 *
 * @example
 * ```ts
 * import { findDuplicateKeys } from "@coppice/sbom";
 *
 * findDuplicateKeys('{"name": "a", "name": "b"}')[0]?.pointer; // => "/name"
 * ```
 */
export function findDuplicateKeys(text: string, limit = 1000): readonly DuplicateKey[] {
  const found: { readonly pointer: string; readonly offset: number }[] = [];
  const open: OpenContainer[] = [];
  /** For each depth the names seen, with the last object that had them: one object is open at a depth. */
  const names: Map<string, number>[] = [];
  let serial = 0;
  scanJson(text, {
    onName: (start, end) => {
      const object = open.at(-1);
      if (object === undefined || found.length >= limit) return;
      const raw = text.slice(start + 1, end - 1);
      const name = raw.includes("\\") ? String(JSON.parse(`"${raw}"`)) : raw;
      object.step = name;
      const seen = names[open.length] ?? new Map<string, number>();
      names[open.length] = seen;
      if (seen.get(name) === object.serial) {
        found.push({ pointer: jsonPointer(open.map(({ step }) => step)), offset: start });
      }
      seen.set(name, object.serial);
    },
    onValue: () => {
      const container = open.at(-1);
      if (container?.array && typeof container.step === "number") container.step += 1;
    },
    onOpen: (array) => {
      serial += 1;
      open.push({ array, step: array ? -1 : "", serial });
    },
    onClose: () => open.pop(),
  });
  const placeOf = createLineCounter(text);
  return found.map(({ pointer, offset }) => ({ pointer, ...placeOf(offset) }));
}
