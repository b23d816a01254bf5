import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type OpenedImage,
  type OpenRegistryImageOptions,
  openRegistryImage,
} from "@coppice/image/node";
import { expect, onTestFinished } from "vitest";
import { writeLayout } from "./layout.ts";
import { push, startRegistry, type TestRegistry } from "./registry.ts";
import { hasTool } from "./tool.ts";

/** Whether there are a registry and a program that pushes to it. */
export const hasRegistry: boolean = hasTool("docker-registry") && hasTool("skopeo");

/** A registry that holds one image. */
export interface ImageRegistry extends TestRegistry {
  /** Reference of the image. */
  readonly reference: string;
  readonly digest: string;
  /** The layout that was pushed. */
  readonly layout: string;
}

/** Starts a registry with an image of these layers in `repository`. */
export async function startImageRegistry(
  layers: readonly Uint8Array[],
  repository: string,
): Promise<ImageRegistry> {
  const registry = await startRegistry();
  const layout = await writeLayout(layers, { parent: registry.folder });
  const reference = `${registry.host}/${repository}:1`;
  push(`${layout}:latest`, reference);
  const index = JSON.parse(await readFile(join(layout, "index.json"), "utf8"));
  return { ...registry, reference, digest: index.manifests[0].digest, layout };
}

/** Opens an image, without long waits, until the test ends. */
export async function openFrom(
  reference: string,
  options: OpenRegistryImageOptions = {},
): Promise<OpenedImage> {
  const image = await openRegistryImage(reference, { backoff: 1, ...options });
  onTestFinished(() => image.close());
  return image;
}

/** What is thrown instead of an image. */
export async function refusalOf(
  reference: string,
  options?: OpenRegistryImageOptions,
): Promise<unknown> {
  try {
    await openFrom(reference, options);
  } catch (error) {
    return error;
  }
  return expect.unreachable(`${reference} was opened`);
}
