import { createHash } from "node:crypto";
import type { Digest } from "@coppice/types";
import { type FileRange, readRange } from "./file-range.ts";

/** A digest that is computed while bytes go by. */
export interface RunningDigest {
  update(bytes: Uint8Array): void;
  /** The digest of all bytes, by the algorithm of the expected one; nothing can follow. */
  finish(): Digest;
  /** The same, after the bytes of `file` that did not go by yet. */
  finishWith(file: FileRange, name: string): Promise<Digest>;
}

/** Starts to compute what is to equal `expected`. */
export function startDigest(expected: Digest): RunningDigest {
  const [algorithm = ""] = expected.split(":");
  const hash = createHash(algorithm);
  let seen = 0;
  const update = (bytes: Uint8Array): void => {
    seen += bytes.length;
    hash.update(bytes);
  };
  const finish = (): Digest => `${algorithm}:${hash.digest("hex")}`;
  return {
    update,
    finish,
    async finishWith(file, name) {
      const rest = { start: seen, end: file.size };
      for await (const chunk of readRange(file, name, rest)) update(chunk);
      return finish();
    },
  };
}
