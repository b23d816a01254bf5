import type { OnProblem } from "@coppice/types";
import { readCycloneDx } from "./cyclonedx/read-cyclone-dx.ts";
import type { JsonObject } from "./json/json-value.ts";
import type { SbomModel } from "./sbom-document.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { readSpdx2 } from "./spdx2/read-spdx2.ts";
import { readSpdx3 } from "./spdx3/read-spdx3.ts";
import { readSyft } from "./syft/read-syft.ts";

/** What a document in its native form says. */
export function readModel(
  { family, version }: Pick<SbomFormat, "family" | "version">,
  native: JsonObject,
  onProblem: OnProblem,
): SbomModel {
  switch (family) {
    case "cyclonedx":
      return readCycloneDx(native, onProblem);
    case "spdx":
      return (version.startsWith("3") ? readSpdx3 : readSpdx2)(native, onProblem);
    case "syft":
      return readSyft(native, onProblem);
  }
}
