import type { Digest } from "@coppice/types";
import { invalidDocument, isJsonObject } from "./parse-json.ts";

/** Names a blob of an image. OCI image specification, "OCI Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  /** Present on the manifests of an index. */
  readonly platform?: Platform;
  readonly annotations?: { readonly [name: string]: string };
  /** What a manifest is that describes no image. */
  readonly artifactType?: string;
}

/** What an image runs on, in the words of Go's `GOOS` and `GOARCH`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** Version of the system, which Windows images depend on; `os.version` in documents. */
  readonly osVersion?: string;
}

/** Takes `value`, which stands in the document called `name`, as a descriptor. */
export function parseDescriptor(value: unknown, name: string): Descriptor {
  if (!isJsonObject(value)) throw invalidDocument(name, "has a descriptor that is no object");
  const { mediaType, digest, size, platform, annotations, artifactType } = value;
  if (typeof mediaType !== "string") {
    throw invalidDocument(name, "has a descriptor without mediaType");
  }
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw invalidDocument(name, "has a descriptor without size");
  }
  return {
    mediaType,
    digest: parseDigest(digest, name),
    size,
    ...(isJsonObject(platform) && { platform: parsePlatform(platform, name) }),
    ...(isJsonObject(annotations) && { annotations: stringsOf(annotations) }),
    ...(typeof artifactType === "string" && artifactType !== "" && { artifactType }),
  };
}

/** Takes `value` as a digest; only such a one ever becomes part of a path. */
export function parseDigest(value: unknown, name: string): Digest {
  if (typeof value === "string" && isDigest(value)) return value;
  throw invalidDocument(
    name,
    `has the digest ${JSON.stringify(value)}, which is not sha256 or sha512`,
  );
}

/**
 * Whether `text` is a digest by an algorithm that the OCI image specification registers ("Digests").
 *
 * @example
 * ```ts
 * import { isDigest } from "@coppice/image";
 *
 * isDigest(`sha256:${"0a".repeat(32)}`); // => true
 * isDigest("sha256:../../etc"); // => false
 * ```
 */
export function isDigest(text: string): boolean {
  return digestForm.test(text);
}

const digestForm = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

function parsePlatform(value: { readonly [name: string]: unknown }, name: string): Platform {
  const { os, architecture, variant, "os.version": osVersion } = value;
  if (typeof os !== "string" || typeof architecture !== "string") {
    throw invalidDocument(name, "has a platform without os and architecture");
  }
  return {
    os,
    architecture,
    ...(typeof variant === "string" && variant !== "" && { variant }),
    ...(typeof osVersion === "string" && osVersion !== "" && { osVersion }),
  };
}

function stringsOf(value: { readonly [name: string]: unknown }): {
  readonly [name: string]: string;
} {
  const pairs = Object.entries(value).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return Object.fromEntries(pairs);
}
