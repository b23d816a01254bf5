import { PackageURL } from "packageurl-js";

/** What a purl is made of, besides its type. */
export interface PurlParts {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version: string;
  readonly qualifiers?: { readonly [key: string]: string };
}

/** The package URL of these parts; `undefined` where the purl specification does not allow them. */
export function renderPurl(type: string, parts: PurlParts): string | undefined {
  try {
    const { namespace, name, version, qualifiers } = parts;
    return new PackageURL(type, namespace, name, version, { ...qualifiers }).toString();
  } catch {
    return undefined;
  }
}
