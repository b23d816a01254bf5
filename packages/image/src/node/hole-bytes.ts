import type { TarMemberFacts } from "@coppice/image";

/** Bytes of a member's content that its tar stream does not hold. */
export function holeBytes({ size, sparse }: TarMemberFacts): number {
  return sparse ? sparse.reduce((rest, part) => rest - part.size, size) : 0;
}
