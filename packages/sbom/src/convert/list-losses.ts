import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import { cycloneDxShape } from "./cyclone-dx-shape.ts";
import { listSpdx3Losses } from "./list-spdx3-losses.ts";
import { listUnmapped } from "./list-unmapped.ts";
import { spdx2Shape } from "./spdx2-shape.ts";
import { syftShape } from "./syft-shape.ts";

/** What of a document a conversion to the other family `target` (in words, such as `SPDX 2.3`) cannot carry over. */
export function listLosses({ format, native }: SbomDocument, target: string): readonly SbomLoss[] {
  const reason = `a conversion to ${target} does not carry this`;
  switch (format.family) {
    case "cyclonedx":
      return listUnmapped(native, cycloneDxShape, reason);
    case "syft":
      return listUnmapped(native, syftShape, reason);
    case "spdx":
      return format.version.startsWith("3")
        ? listSpdx3Losses(native, reason)
        : listUnmapped(native, spdx2Shape, reason);
  }
}
