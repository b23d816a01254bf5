import { invalidDocument, isJsonObject, isStrings, knownMembers, parseJson } from "./parse-json.ts";

/** An image of a docker-archive; its members are named by paths in the archive. */
export interface DockerArchiveImage {
  readonly config: string;
  readonly repoTags: readonly string[];
  /** The lowest first. */
  readonly layers: readonly string[];
}

/**
 * Parses the `manifest.json` of `docker save`; `name` stands for it in messages.
 *
 * @example
 * ```ts
 * import { parseDockerManifest } from "@coppice/image";
 *
 * const text = '[{"Config":"config.json","RepoTags":["app:1"],"Layers":["a.tar"]}]';
 * const [image] = parseDockerManifest(new TextEncoder().encode(text), "manifest.json");
 * image; // => { config: "config.json", repoTags: ["app:1"], layers: ["a.tar"] }
 * ```
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseDockerManifest(
  bytes: Uint8Array,
  name: string,
): readonly DockerArchiveImage[] {
  const value = parseJson(bytes, name);
  if (!Array.isArray(value)) throw invalidDocument(name, "is no list of images");
  return value.map((image: unknown) => {
    if (!isJsonObject(image)) throw invalidDocument(name, "lists something that is no image");
    // Go writes null for an empty list.
    const members = knownMembers(image, ["Config", "RepoTags", "Layers"], name);
    const config = members["Config"];
    const repoTags = members["RepoTags"] ?? [];
    const layers = members["Layers"] ?? [];
    if (typeof config === "string" && isStrings(repoTags) && isStrings(layers)) {
      return { config, repoTags, layers };
    }
    throw invalidDocument(name, "has an image without Config, RepoTags or Layers");
  });
}
