import type { OnProblem } from "@coppice/types";
import type { RpmPackage } from "./rpm-package.ts";

/**
 * The packages of `container-manifest-2`, which distroless images have in place of rpm's database: a line each, with the
 * fields name, version and release, times of installation and build, vendor, epoch, size, architecture, epoch as a number,
 * and source package. Files and relations are not in it.
 */
export function parseRpmManifest(text: string, onProblem: OnProblem): readonly RpmPackage[] {
  const packages: RpmPackage[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const start = offset;
    offset += line.length + 1;
    if (line.trim() === "") continue;
    const [name, evr = "", , , vendor, epoch, , arch, , sourceRpm] = line.split("\t").map(statedIn);
    const hyphen = evr.lastIndexOf("-");
    if (name === undefined || hyphen <= 0) {
      const message = "a line has no name, version or release; its package is missing";
      onProblem({ code: "RPM_MANIFEST_LINE_INVALID", message, offset: start });
      continue;
    }
    packages.push({
      name,
      epoch: epoch === undefined ? undefined : Number(epoch) || 0,
      version: evr.slice(0, hyphen),
      release: evr.slice(hyphen + 1),
      arch,
      sourceRpm,
      vendor,
      ...noLists,
    });
  }
  return packages;
}

const noLists = { files: [], provides: [], requires: [], recommends: [], suggests: [] };

function statedIn(field: string): string | undefined {
  return field === "" || field === "(none)" ? undefined : field;
}
