import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { renderTar, type TarInput } from "@coppice/image";
import { type ImageContent, type OpenedImage, openImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import { onTestFinished } from "vitest";
import { collect } from "../support/bytes.ts";
import { sha256, writeLayout } from "../support/layout.ts";

/** A member of a layer: an entry, with its content where it is a file. */
export type Member = readonly [entry: FileEntry, content?: Uint8Array | string];

/** A layer's tar stream. */
export function layerOf(members: readonly Member[]): Promise<Uint8Array> {
  const inputs = members.map(([entry, content = ""]): TarInput => {
    const bytes = Buffer.from(content);
    const isContent = entry.type === "file" && entry.hardLink === undefined;
    return isContent ? { entry: { ...entry, size: bytes.length }, content: [bytes] } : { entry };
  });
  return collect(renderTar(inputs));
}

/** Writes an image of these layers and opens it; it is closed when the test ends. */
export async function openStack(
  layers: readonly Uint8Array[],
  config: object = {},
): Promise<OpenedImage> {
  const image = await openImage(await writeLayout(layers, { config }));
  onTestFinished(() => image.close());
  return image;
}

/** Layers that can be written as they are, from their tar streams. */
export function sourcesOf(layers: readonly Uint8Array[]): NonNullable<ImageContent["layers"]> {
  return layers.map((layer) => ({ diffId: sha256(layer), tar: () => chunks(layer) }));
}

export async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** The bytes of a blob of a layout. */
export function readBlob(layout: string, digest: string): Promise<Buffer> {
  return readFile(join(layout, "blobs", ...digest.split(":")));
}

/** What a tree holds, whatever the layers; a folder that no layer names has no time. */
export function treeOf(image: OpenedImage): readonly FileEntry[] {
  return [...image.tree.entries()].map(({ layer: _, ...entry }) => ({
    ...entry,
    mtime: entry.mtime ?? 0,
  }));
}
