import { repoTag } from "./repo-tag.ts";
import type { ArchiveMember } from "./write-archive.ts";
import { blobPath } from "./write-blob.ts";
import { type ImageBlobs, json } from "./write-layout.ts";

/**
 * The members of a docker-archive of an image, as skopeo names them: `manifest.json`, the configuration, and each layer
 * once. The file `repositories` is left out, which only versions of Docker before 1.10 read.
 */
export function dockerMembers(
  blobs: string,
  { config, layers }: ImageBlobs,
  reference: string | undefined,
): readonly ArchiveMember[] {
  const configName = `${config.digest.split(":")[1]}.json`;
  const files = layers.map(({ digest, mediaType }): ArchiveMember => {
    const extension = mediaType.split("+")[1];
    const suffix = { gzip: ".gz", zstd: ".zst" }[extension ?? ""] ?? "";
    return {
      path: `${digest.split(":")[1]}.tar${suffix}`,
      content: { path: blobPath(blobs, digest) },
    };
  });
  const manifest = {
    Config: configName,
    RepoTags: reference === undefined ? [] : [repoTag(reference)],
    Layers: files.map(({ path }) => path),
  };
  return [
    { path: "manifest.json", content: json([manifest]) },
    { path: configName, content: { path: blobPath(blobs, config.digest) } },
    ...new Map(files.map((file) => [file.path, file])).values(),
  ];
}
