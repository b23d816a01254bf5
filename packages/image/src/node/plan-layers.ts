import type { FileEntry } from "@coppice/types";
import { findDifference } from "./find-difference.ts";
import type { ImageContent } from "./image-content.ts";
import type { LayerPlan } from "./layer-plan.ts";
import { placeEntries } from "./place-entries.ts";
import { sameFacts } from "./same-facts.ts";
import { withFolders } from "./with-folders.ts";

/**
 * Divides what an image will hold among the layers of the original, the lowest first. An entry stays in the layer that
 * brought it; what is new or has another content comes on top.
 *
 * A layer of which all is there that can be seen of it is kept as it is. What such a layer holds besides, since others
 * hid it, must not come to light where these are made anew: their last one takes it away again. Layers made from
 * entries hold nothing that is hidden, so that among themselves they need no whiteouts.
 */
export async function planLayers(
  content: ImageContent,
  wanted: readonly FileEntry[],
  signal?: AbortSignal,
): Promise<readonly LayerPlan[]> {
  const stack = content.configuration.rootfs?.diff_ids ?? [];
  const original = new Map([...content.tree.entries()].map((entry) => [entry.path, entry]));
  const numbers = new Map(stack.map((diffId, number) => [diffId, number]));
  const numberOf = (entry: FileEntry | undefined): number =>
    numbers.get(entry?.layer ?? "") ?? stack.length;

  const isNew = ({ path }: FileEntry): boolean => content.contents?.has(path) ?? false;
  const parts = placeEntries(wanted, (entry) =>
    isNew(entry) ? stack.length : numberOf(original.get(entry.path)),
  );
  const changed = changedLayers(original, wanted, numberOf);
  const sources = new Map(content.layers?.map((layer) => [layer.diffId, layer]));
  const kept = stack.map((diffId) => {
    const source = sources.get(diffId);
    return source?.tar && !changed.has(numbers.get(diffId) ?? stack.length) ? source : undefined;
  });

  const folders = new Map(
    wanted.filter(({ type }) => type === "directory").map((entry) => [entry.path, entry]),
  );
  const made = (number: number, more: readonly FileEntry[] = []): LayerPlan => {
    return { number, entries: withFolders([...(parts.get(number) ?? []), ...more], folders) };
  };
  const planned = (): LayerPlan[] => [
    ...kept.map((source, number) => (source ? { number, source, entries: [] } : made(number))),
    ...(parts.has(stack.length) ? [made(stack.length)] : []),
  ];
  let layers = planned();
  // What all layers made together as they were, they make again.
  const isWhole = changed.size === 0 && wanted.length === original.size && kept.every(Boolean);
  while (!isWhole && layers.some(({ source }) => source)) {
    const { fixes, failed } = await findDifference(layers, wanted, signal);
    if (failed !== undefined) {
      kept[failed] = undefined;
      layers = planned();
      continue;
    }
    if (fixes.length > 0) {
      const last = layers.at(-1)?.source ? undefined : layers.pop();
      layers.push(made(last?.number ?? stack.length, fixes));
    }
    break;
  }
  const filled = layers.filter(({ source, entries }) => source || entries.length > 0);
  return filled.length > 0 ? filled : [made(stack.length)];
}

/** The layers of which something that can be seen goes, is another, or cannot be compared by its digest. */
function changedLayers(
  original: ReadonlyMap<string, FileEntry>,
  wanted: readonly FileEntry[],
  numberOf: (entry: FileEntry) => number,
): ReadonlySet<number> {
  const now = new Map(wanted.map((entry) => [entry.path, entry]));
  const changed = new Set<number>();
  for (const entry of original.values()) {
    const found = now.get(entry.path);
    const comparable = entry.type !== "file" || entry.digest?.startsWith("sha256:");
    if (!comparable || !found || !sameFacts(entry, found)) changed.add(numberOf(entry));
  }
  return changed;
}
