import type { OpenedImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import type { ExpectedImage } from "./corpus-images.ts";

/** What an image holds, in the words of {@link ExpectedImage}. */
export function describeImage({ tree, layers }: OpenedImage): ExpectedImage {
  const numbers = new Map(layers.map(({ diffId }, number) => [diffId, number]));
  const describe = ({ path, type, layer = "" }: FileEntry): string => {
    if (type !== "symlink") return `layer ${numbers.get(layer)}`;
    const end = tree.resolve(path);
    if (end.found) return `=> ${end.path}`;
    return end.reason === "loop" ? "loop" : `${end.reason} ${end.path}`;
  };
  const entries = [...tree.entries()].filter(({ path }) => path !== "/");
  return {
    layers: layers.length,
    paths: Object.fromEntries(entries.map((entry) => [entry.path, describe(entry)])),
  };
}
