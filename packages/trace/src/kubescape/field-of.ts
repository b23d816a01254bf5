import type { DocumentNode } from "../documents/document-node.ts";
import { memberOf } from "../documents/read-node.ts";

/** A member by its name as in the API, or as in the storage's own files, where it begins with a capital. */
export function fieldOf(node: DocumentNode | undefined, name: string): DocumentNode | undefined {
  return memberOf(node, name) ?? memberOf(node, name.charAt(0).toUpperCase() + name.slice(1));
}
