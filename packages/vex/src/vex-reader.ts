import type { JsonObject } from "@coppice/sbom";
import type { Problem } from "@coppice/types";
import type { VexModel } from "./vex-document.ts";
import { VexError } from "./vex-error.ts";

/** What a reader of one format is given besides the document. */
export interface VexReading {
  /** Tells what cannot be read, with its JSON pointer. */
  problem(code: string, pointer: string, message: string): void;
  /** Counts products that statements name, and throws past the limit. */
  count(products: number): void;
}

/** Reads the documents of one family. */
export type VexReader = (native: JsonObject, reading: VexReading) => VexModel;

/** A reading that keeps problems in `problems` and allows `limit` products. */
export function createReading(problems: Problem[], limit: number): VexReading {
  let items = 0;
  return {
    problem(code, path, message) {
      problems.push({ code, message, path });
    },
    count(products) {
      items += products;
      if (items <= limit) return;
      throw new VexError(
        "TOO_MANY_ITEMS",
        `the statements name more than ${limit} products; raise limits.items to read them`,
      );
    },
  };
}
