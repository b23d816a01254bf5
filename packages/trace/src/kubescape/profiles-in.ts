import type { DocumentNode } from "../documents/document-node.ts";
import { itemsOf, memberOf, textOf } from "../documents/read-node.ts";
import { fieldOf } from "./field-of.ts";

/** Kinds of profiles; `ApplicationActivity`, of old versions, has system calls only. */
export const profileKinds: readonly string[] = [
  "ApplicationProfile",
  "ContainerProfile",
  "ApplicationActivity",
];

/** Of which group they are. */
export const profileGroup = "spdx.softwarecomposition.kubescape.io/";

/** The profiles that a document is or lists. */
export function profilesIn(document: DocumentNode): readonly DocumentNode[] {
  const items = itemsOf(memberOf(document, "items") ?? document);
  return (items.length > 0 ? items : [document]).filter(isProfile);
}

function isProfile(node: DocumentNode): boolean {
  const kind = textOf(memberOf(node, "kind"));
  if (kind !== undefined) {
    const group = textOf(memberOf(node, "apiVersion"));
    return profileKinds.includes(kind) && (group?.startsWith(profileGroup) ?? true);
  }
  // Items of a list of one kind, and the storage's own files, do not repeat it.
  const spec = fieldOf(node, "spec");
  return contents.some((name) => fieldOf(spec, name) !== undefined);
}

const contents = ["execs", "opens", "imageID", "containers"] as const;
