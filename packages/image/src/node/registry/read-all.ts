import { ImageError } from "@coppice/image";
import type { Answer } from "./transport.ts";

/** The body of an answer, which may not pass `limit` bytes; `what` stands for it in messages. */
export async function readAll(answer: Answer, what: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body()) {
    size += chunk.length;
    if (size > limit) {
      const message = `${what} has more than ${limit} bytes; check that it is a registry`;
      throw new ImageError("REGISTRY_INVALID", message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
