import type { Digest } from "@coppice/types";
import { invalidDocument, isJsonObject, type JsonObject, knownMembers } from "./parse-json.ts";

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
  const members = knownMembers(value, descriptorMembers, name);
  const { mediaType, digest, size, platform, annotations, artifactType } = members;
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
    ...(isJsonObject(platform) && parsePlatform(platform, name)),
    ...(isJsonObject(annotations) && { annotations: stringsOf(annotations) }),
    ...(typeof artifactType === "string" && artifactType !== "" && { artifactType }),
  };
}

const descriptorMembers = [
  "mediaType",
  "digest",
  "size",
  "platform",
  "annotations",
  "artifactType",
];

/** Takes `value` as a digest; only such a one ever becomes part of a path. */
export function parseDigest(value: unknown, name: string): Digest {
  if (typeof value === "string" && isDigest(value)) return value;
  throw invalidDocument(
    name,
    `has the digest ${String(JSON.stringify(value)).slice(0, 200)}, which is not sha256 or sha512`,
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

function parsePlatform(value: JsonObject, name: string): { readonly platform?: Platform } {
  const known = ["os", "architecture", "variant", "os.version"];
  const { os, architecture, variant, "os.version": osVersion } = knownMembers(value, known, name);
  if (typeof os !== "string" || typeof architecture !== "string") {
    throw invalidDocument(name, "has a platform without os and architecture");
  }
  // Go programs write empty ones where they know nothing; the image's configuration says more.
  if (os === "" || architecture === "") return {};
  const platform = {
    os,
    architecture,
    ...(typeof variant === "string" && variant !== "" && { variant }),
    ...(typeof osVersion === "string" && osVersion !== "" && { osVersion }),
  };
  return { platform };
}

function stringsOf(value: JsonObject): { readonly [name: string]: string } {
  const pairs = Object.entries(value).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return Object.fromEntries(pairs);
}
