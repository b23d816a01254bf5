import type { ImageReference } from "./parse-reference.ts";

/**
 * A reference in full, which {@link parseReference} reads.
 *
 * @example
 * ```ts
 * import { parseReference, renderReference } from "@coppice/image";
 *
 * renderReference(parseReference("nginx")); // => "docker.io/library/nginx:latest"
 * ```
 */
export function renderReference({ registry, repository, tag, digest }: ImageReference): string {
  const name = `${registry}/${repository}`;
  return name + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}
