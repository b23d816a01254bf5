import type { Attribution, PackageId } from "@coppice/types";

/** The packages that an attribution names; `undefined` for what nobody explains. */
export function packagesOf(attribution: Attribution): readonly PackageId[] | undefined {
  switch (attribution.kind) {
    case "owned":
    case "derived":
      return attribution.by;
    case "configuration":
      return attribution.by === undefined ? [] : [attribution.by];
    case "package-database":
      return [];
    case "unowned":
      return undefined;
    default:
      return attribution satisfies never;
  }
}
