import { createHash } from "node:crypto";
import { type Descriptor, ImageError } from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { FileRange } from "../file-range.ts";
import type { Reading } from "../reading.ts";
import type { Spool } from "../spool.ts";
import type { RegistryClient } from "./registry-client.ts";
import { type RetryPolicy, retry } from "./retry.ts";
import { statusError } from "./status-error.ts";
import type { Answer } from "./transport.ts";

/** How far a download has come. */
export interface DownloadProgress {
  readonly digest: Digest;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all. */
  readonly size: number;
}

/** What {@link downloadBlob} works with. */
export interface Downloading {
  readonly client: RegistryClient;
  readonly policy: RetryPolicy;
  /** Is told of the size of each blob before it comes. */
  readonly reading: Pick<Reading, "countBytes">;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Downloads what `descriptor` names from `path` of the registry to the end of `spool`, and verifies its size and digest
 * on the way. Where the connection breaks it goes on from there. Undefined when the registry has no such thing.
 */
export async function downloadBlob(
  path: string,
  { digest, size }: Descriptor,
  headers: { readonly [name: string]: string },
  spool: Spool,
  { client, policy, onProgress }: Downloading,
): Promise<FileRange | undefined> {
  const name = `${client.host}: ${digest}`;
  const [algorithm = ""] = digest.split(":");
  const hash = createHash(algorithm);
  const start = spool.position();
  let received = 0;

  const proceed = async (): Promise<boolean> => {
    const isRest = received > 0;
    if (isRest && received === size) return true;
    const range = isRest ? { range: `bytes=${received}-` } : {};
    const answer = await client.get(path, { ...headers, ...range });
    if (answer.status === 404) {
      await answer.discard();
      return false;
    }
    let repeated = await repeatedBytes(answer, received, name);
    for await (const chunk of answer.body()) {
      const known = Math.min(repeated, chunk.length);
      repeated -= known;
      const fresh = chunk.subarray(known);
      if (received + fresh.length > size) {
        throw wrong(name, `is longer than ${size} bytes, which its image says it has`);
      }
      hash.update(fresh);
      await spool.append(fresh);
      received += fresh.length;
      if (fresh.length > 0) onProgress?.({ digest, received, size });
    }
    if (received === size) return true;
    const message = `${name} broke off after ${received} of ${size} bytes; try again`;
    throw new ImageError("REGISTRY_UNREACHABLE", message);
  };

  if (!(await retry(policy, proceed))) return undefined;
  const found = `${algorithm}:${hash.digest("hex")}`;
  if (found === digest) return { handle: await spool.handle(), start, size };
  throw new ImageError(
    "IMAGE_DIGEST_MISMATCH",
    `${name} came with the digest ${found}; do not use it, and pull it from another place`,
  );
}

/** How many bytes of an answer are there already, which is what a server sends again that gives no parts. */
async function repeatedBytes(answer: Answer, received: number, name: string): Promise<number> {
  const { status, headers } = answer;
  const encoding = headers.get("content-encoding") ?? "identity";
  if (status === 200 && encoding === "identity") return received;
  if (status === 206 && received > 0) {
    if (headers.get("content-range")?.startsWith(`bytes ${received}-`)) return 0;
    await answer.discard();
    throw wrong(name, "came with another part than the one that was asked for");
  }
  if (status !== 200) throw await statusError(answer, name);
  await answer.discard();
  throw wrong(name, `came encoded as ${encoding}, which nobody asked for`);
}

function wrong(name: string, what: string): ImageError {
  const message = `${name} ${what}; do not use it, and pull it from another place`;
  return new ImageError("REGISTRY_INVALID", message);
}
