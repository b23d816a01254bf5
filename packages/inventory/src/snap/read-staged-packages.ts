import { decodeName, joinPath } from "@coppice/image";
import type { Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { ExtractorContext } from "../extractor.ts";
import { parseSnapYaml } from "./parse-snap-yaml.ts";

interface StagedPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string | undefined;
}

/**
 * The Debian packages that a snap was made of: those that snapcraft recorded in the manifest, and those that a base snap
 * lists as `dpkg --list` prints them.
 */
export async function readStagedPackages(
  context: ExtractorContext,
  location: string,
  snap: PackageId,
): Promise<Package[]> {
  const manifest = joinPath(location, "snap/manifest.yaml");
  const list = joinPath(location, "usr/share/snappy/dpkg.list");
  const recorded = parseSnapYaml(await readText(context, manifest));
  return [
    ...(recorded.get("primed-stage-packages") ?? []).flatMap((word) => {
      const [named = "", version] = word.split("=");
      return version ? toPackage(context, { ...splitName(named), version }, manifest, snap) : [];
    }),
    ...(await readText(context, list)).split("\n").flatMap((line) => {
      const [state, named = "", version, architecture] = line.trim().split(/\s+/, 4);
      if (state !== "ii" || !version) return [];
      return toPackage(context, { architecture, ...splitName(named), version }, list, snap);
    }),
  ];
}

async function readText(context: ExtractorContext, path: string): Promise<string> {
  const bytes = context.index.lookup(path)?.type === "file" ? await context.read(path) : undefined;
  return decodeName(bytes ?? new Uint8Array());
}

function splitName(text: string): Omit<StagedPackage, "version"> {
  const [name = text, architecture] = text.split(":");
  return { name, ...(architecture !== undefined && { architecture }) };
}

function toPackage(
  context: ExtractorContext,
  { name, version, architecture }: StagedPackage,
  location: string,
  snap: PackageId,
): Package {
  const found = createPackage(
    context,
    { name: "snap", ecosystem: "deb" },
    {
      name,
      version,
      location,
      ...(architecture !== undefined && { architecture }),
      purl: {
        // The archive that snaps are built from, whatever system they are on.
        namespace: "ubuntu",
        qualifiers: architecture === undefined ? {} : { arch: architecture },
      },
    },
  );
  return { ...found, ownedBy: snap };
}
