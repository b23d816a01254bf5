import { ImageError, parseReference, renderReference } from "@coppice/image";

/** A reference as a docker-archive lists it: the whole name with a tag, such as `docker.io/library/app:latest`. */
export function repoTag(reference: string): string {
  const { digest: _, ...named } = parseReference(reference);
  if (named.tag !== undefined) return renderReference(named);
  throw new ImageError(
    "REFERENCE_INVALID",
    `${reference} has no tag, by which a docker-archive names its image; give one such as app:1.2`,
  );
}
