import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import type { JarFile, JarPom } from "./jar-file.ts";
import type { MavenCoordinates } from "./maven-coordinates.ts";

/** What a package is made from: an archive, or what was merged into one. */
export interface FoundArtifact {
  readonly jar: JarFile;
  readonly location: string;
  readonly coordinates: MavenCoordinates;
  readonly pom?: JarPom;
  /** The manifest is of this artifact. */
  readonly isOwn: boolean;
}

/**
 * The package of an artifact. Without a group it has no purl: Maven's type needs one, and a wrong one would name another's
 * work.
 */
export function createJarPackage(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  { jar, location, coordinates, pom, isOwn }: FoundArtifact,
): Package {
  const { group, artifact, version, classifier } = coordinates;
  const manifest = isOwn ? jar.manifest : new Map<string, string>();
  const stated = pom?.pom?.licenses ?? [];
  const licenses = stated.length > 0 ? stated : parseBundleLicense(manifest.get("bundle-license"));
  const description = pom?.pom?.description ?? manifest.get("bundle-description");
  const supplier =
    pom?.pom?.organization ??
    manifest.get("implementation-vendor") ??
    manifest.get("bundle-vendor");
  const digest = location === jar.file ? context.index.lookup(jar.file)?.digest : undefined;
  return createPackage(context, extractor, {
    name: group === undefined ? artifact : `${group}:${artifact}`,
    ...(version !== undefined && { version }),
    location,
    file: jar.file,
    purl: {
      name: artifact,
      ...(group !== undefined && { namespace: group }),
      ...(classifier !== undefined && { qualifiers: { classifier } }),
    },
    ...(licenses.length > 0 && { licenses }),
    ...(description && { description }),
    ...(supplier && { supplier }),
    ...(digest !== undefined && { digests: [digest] }),
  });
}

/**
 * The licences of a bundle, without their parameters; commas in quotes divide nothing. See OSGi Core, section 3.2.1.10,
 * "Bundle-License".
 */
export function parseBundleLicense(text: string | undefined): readonly string[] {
  const licenses: string[] = [];
  let name = "";
  let inName = true;
  let inQuotes = false;
  for (const character of `${text ?? ""},`) {
    if (character === '"') inQuotes = !inQuotes;
    else if (character === ";" && !inQuotes) inName = false;
    else if (character === "," && !inQuotes) {
      // What is in the bundle itself has this word for a name.
      if (name.trim() !== "" && name.trim() !== "<<EXTERNAL>>") licenses.push(name.trim());
      name = "";
      inName = true;
    } else if (inName) name += character;
  }
  return licenses;
}
