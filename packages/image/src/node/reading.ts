import { ImageError } from "@coppice/image";
import type { OnProblem } from "@coppice/types";
import type { Spool } from "./spool.ts";

/** What reading an image may cost. */
export interface OpenImageLimits {
  /** Bytes of one layer's tar stream. Default: 16 GiB. */
  readonly layerBytes: number;
  /** Bytes of all tar streams, also of the archive that holds the layers. Default: 64 GiB. */
  readonly totalBytes: number;
  /** Tar members of all layers, or files of a folder. Default: 4 million. */
  readonly entries: number;
  /** Characters of all paths, link targets and attributes of an image or archive. Default: 512 million, 128 an entry. */
  readonly characters: number;
  /** Bytes of one name or link target. Default: 4096, Linux's `PATH_MAX`. */
  readonly nameBytes: number;
  /** Bytes of one extended header. Default: 1 MiB. */
  readonly headerBytes: number;
  /** Bytes of content that zstd data may refer back to, which are kept in memory. Default: 128 MiB. */
  readonly windowBytes: number;
}

/** One image being read: its rules, what it cost so far, and where decompressed bytes go. */
export interface Reading {
  readonly limits: OpenImageLimits;
  /** Whether the content of each file is digested. */
  readonly digests: boolean;
  readonly onProblem: OnProblem | undefined;
  readonly signal: AbortSignal | undefined;
  readonly spool: Spool;
  /** Counts a tar member or file. */
  countEntry(): void;
  /** Counts bytes of a stream, with which its layer has `layerBytes`. */
  countBytes(bytes: number, layerBytes: number, name: string): void;
}

const defaults: OpenImageLimits = {
  layerBytes: 16 * 2 ** 30,
  totalBytes: 64 * 2 ** 30,
  entries: 4_000_000,
  characters: 512_000_000,
  nameBytes: 4096,
  headerBytes: 1 << 20,
  windowBytes: 128 << 20,
};

/** The rules of a reading with nothing counted yet. */
export function startReading(
  spool: Spool,
  options: {
    readonly limits?: Partial<OpenImageLimits>;
    readonly digests?: boolean;
    readonly onProblem?: OnProblem;
    readonly signal?: AbortSignal;
  },
): Reading {
  const limits = { ...defaults, ...options.limits };
  let entries = 0;
  let total = 0;
  return {
    limits,
    digests: options.digests ?? true,
    onProblem: options.onProblem,
    signal: options.signal,
    spool,
    countEntry() {
      if (++entries > limits.entries) throw tooLarge("the image", "entries", limits);
    },
    countBytes(bytes, layerBytes, name) {
      options.signal?.throwIfAborted();
      total += bytes;
      if (layerBytes > limits.layerBytes) throw tooLarge(name, "layerBytes", limits);
      if (total > limits.totalBytes) throw tooLarge("the image", "totalBytes", limits);
    },
  };
}

function tooLarge(name: string, limit: keyof OpenImageLimits, limits: OpenImageLimits): ImageError {
  return new ImageError(
    limit === "layerBytes" ? "LAYER_TOO_LARGE" : "IMAGE_TOO_LARGE",
    `${name} passes the limit of ${limits[limit]}; raise limits.${limit} to read it`,
  );
}
