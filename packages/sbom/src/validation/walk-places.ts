import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { tooDeep, withinStack } from "../json/too-deep.ts";
import type { PlaceRole, PlaceTable } from "./place-table.ts";

/** Members and positions that lead to a value. */
export type JsonPath = readonly (string | number)[];

/** Is told of each place with a role, in document order. The path is the walker's own: copy what is kept. */
export type OnPlace = (role: PlaceRole, value: JsonValue, path: JsonPath) => void;

/**
 * Goes to the places of a document that have a role. Of the rest of the document nothing is looked at.
 *
 * @throws The error of {@link tooDeep} where a place is more than `depth` levels deep.
 */
export function walkPlaces(
  table: PlaceTable,
  document: JsonValue,
  onPlace: OnPlace,
  depth: number,
): void {
  const path: (string | number)[] = [];
  const visit = (index: number, value: JsonValue | undefined): void => {
    const node = table.nodes[index];
    if (node === undefined || value === undefined) return;
    if (node.role !== undefined) onPlace(node.role, value, path);
    const { members, items } = node;
    if (typeof value !== "object" || value === null) return;
    if (path.length >= depth) throw tooDeep(depth);
    if (!isJsonObject(value)) {
      if (items === undefined) return;
      for (let position = 0; position < value.length; position += 1) {
        path.push(position);
        visit(items, value[position]);
        path.pop();
      }
    } else if (members !== undefined) {
      for (const name of Object.keys(value)) {
        const next = Object.hasOwn(members, name) ? members[name] : undefined;
        if (next === undefined) continue;
        path.push(name);
        visit(next, value[name]);
        path.pop();
      }
    }
  };
  withinStack(depth, () => visit(table.root, document));
}
