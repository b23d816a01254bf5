import type { Digest } from "@coppice/types";
import type { LineSink } from "../lines/read-lines.ts";

/** Says of which image a log's containers are, once for all that a log says of it in one way. */
export interface ImageNotices {
  /** Takes what a record says: `name` as the source writes it, `id` a text that may have a digest in it. */
  say(offset: number, container: string | undefined, name: string | undefined, id?: string): void;
}

/** So many containers are kept in mind; one that comes back after them is said again. */
const mostContainers = 1024;

/** What is longer names no image, and would be kept. */
const longestKey = 4096;

/** Gives `image` events for each container of which a log names the image. */
export function createImageNotices(sink: Pick<LineSink, "emit">): ImageNotices {
  const said = new Set<string>();
  return {
    say(offset, container, name, id) {
      if (!name && !id) return;
      const key = `${container} ${name} ${id}`;
      if (said.has(key) || key.length > longestKey) return;
      if (said.size >= mostContainers) said.clear();
      said.add(key);
      const digest = findDigest(id) ?? findDigest(name);
      sink.emit({
        kind: "image",
        offset,
        ...(container !== undefined && { container }),
        ...(name && { name }),
        ...(digest !== undefined && { digest }),
      });
    },
  };
}

/** The digest in a text such as `docker.io/library/nginx@sha256:…`. */
function findDigest(text: string | undefined): Digest | undefined {
  const start = text?.lastIndexOf(algorithm) ?? -1;
  if (text === undefined || start < 0) return undefined;
  const digest = text.slice(start);
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

const algorithm = "sha256:";
