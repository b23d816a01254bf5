import type { SbomDocument } from "@coppice/sbom";
import type { VexDocument } from "../vex-document.ts";
import type { ComponentIndex } from "./component-index.ts";

/**
 * Gives the position of the component that a ref of `vex` leads to in `sbom`: a BOM-Link to it, or a `bom-ref` where both are
 * the same CycloneDX document. `undefined` for others.
 */
export function createRefFinder(
  vex: VexDocument,
  sbom: SbomDocument,
  index: ComponentIndex,
): (ref: string) => number | undefined {
  const serial = serialOf(sbom.id);
  const isSame =
    vex.format.family === "cyclonedx" &&
    (vex.native === sbom.native ||
      (serial !== undefined &&
        serialOf(vex.id) === serial &&
        vex.revision === String(sbom.revision)));
  return (ref) => {
    const link = readBomLink(ref);
    if (link === undefined) return isSame ? index.byRef.get(ref) : undefined;
    const isThis =
      link.serial === serial &&
      (sbom.revision === undefined || link.version === String(sbom.revision));
    return isThis ? (index.byRef.get(link.ref) ?? index.byRef.get(decode(link.ref))) : undefined;
  };
}

/** CycloneDX 1.7 `bomLinkElementType`: `urn:cdx:serial/version#bom-ref`. */
function readBomLink(
  ref: string,
): { readonly serial: string; readonly version: string; readonly ref: string } | undefined {
  const prefix = "urn:cdx:";
  const slash = ref.indexOf("/");
  const hash = ref.indexOf("#", slash);
  if (!ref.startsWith(prefix) || slash < 0 || hash < 0) return undefined;
  return {
    serial: ref.slice(prefix.length, slash).toLowerCase(),
    version: ref.slice(slash + 1, hash),
    ref: ref.slice(hash + 1),
  };
}

function serialOf(id: string | undefined): string | undefined {
  const lower = id?.toLowerCase();
  return lower?.startsWith("urn:uuid:") ? lower.slice(9) : undefined;
}

/** Some tools percent-encode the fragment of a link. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
