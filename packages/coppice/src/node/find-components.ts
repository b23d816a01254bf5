import type { SbomComponent, SbomDocument } from "@coppice/sbom";
import { readPurlPattern } from "./purl-pattern.ts";

/** The components that a text names: by ref, by package URL, or by name, with or without group and version. */
export async function findComponents(
  { components }: SbomDocument,
  wanted: string,
): Promise<readonly SbomComponent[]> {
  const isPurl = await readPurlPattern(wanted);
  return components.filter((component) => {
    const { ref, purls } = component;
    if (ref === wanted) return true;
    return isPurl === undefined ? namesOf(component).includes(wanted) : purls.some(isPurl);
  });
}

function namesOf({ group, name, version }: SbomComponent): readonly string[] {
  const bare = group === undefined ? [name] : [name, `${group}/${name}`, `${group}:${name}`];
  return version === undefined ? bare : [...bare, ...bare.map((each) => `${each}@${version}`)];
}
