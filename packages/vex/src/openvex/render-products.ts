import type { JsonObject } from "@coppice/sbom";
import { hashOf } from "../hash-names.ts";
import { distinctObjects } from "../json/distinct-objects.ts";
import { present } from "../json/present.ts";
import { encodePart } from "../render/encode-part.ts";
import { isIri } from "../render/is-iri.ts";
import type { OnLoss } from "../render/losses.ts";
import { narrowComponent, pinComponent } from "../render/narrow-component.ts";
import type { VexComponent, VexProduct } from "../vex-product.ts";

/** The products of a statement, without those that OpenVEX could only name too widely. */
export function renderProducts(
  products: readonly VexProduct[],
  pointer: string,
  documentId: string,
  onLoss: OnLoss,
): readonly JsonObject[] {
  return products.flatMap((product, index) => {
    const place = `${pointer}/${index}`;
    if (product.through.length > 0) {
      onLoss(
        place,
        "the format has no way to say what stands between a product and its subcomponents",
      );
      return [];
    }
    const named = renderComponents(product, place, documentId, onLoss);
    const subcomponents = product.subcomponents.flatMap((subcomponent, at) =>
      renderComponents(subcomponent, `${place}/subcomponents/${at}`, documentId, onLoss),
    );
    if (product.subcomponents.length > 0 && subcomponents.length === 0) return [];
    return named.map((component) =>
      present({ ...component, subcomponents: distinctObjects(subcomponents) }),
    );
  });
}

/** One for each version, and for each identifier of a kind beyond the first. */
function renderComponents(
  component: VexComponent,
  pointer: string,
  documentId: string,
  onLoss: OnLoss,
): readonly JsonObject[] {
  if (component.ranges.length > 0) {
    onLoss(
      `${pointer}/ranges`,
      "the format has no version ranges; the versions in them are left out",
    );
    if (component.versions.length === 0) return [];
  }
  const hasIdentifier = component.purls.length + component.cpes.length > 0;
  if (component.name !== undefined && !hasIdentifier) {
    onLoss(`${pointer}/name`, "the format has no names");
  }
  if (component.sbomUrls.length > 0) {
    onLoss(`${pointer}/sbomUrls`, "the format has no place for it");
  }
  if (component.versions.length === 0) {
    return renderIdentifiers(withoutOpenRef(pinComponent(component)), pointer, documentId, onLoss);
  }
  return component.versions.flatMap((version) => {
    // The id of all versions is not that of one.
    const one = { ...narrowComponent(component, version), ref: undefined };
    if (one.purls.length + one.cpes.length > 0) {
      return renderIdentifiers(one, pointer, documentId, onLoss);
    }
    onLoss(pointer, `the format can name version ${version} by a purl or CPE name alone`);
    return [];
  });
}

/** An id that is an identifier too must not name more versions than the others. */
function withoutOpenRef(component: VexComponent): VexComponent {
  const { ref = "", purls, cpes } = component;
  const isIdentifier = ref.startsWith("pkg:") || ref.startsWith("cpe:");
  return isIdentifier && ![...purls, ...cpes].includes(ref)
    ? { ...component, ref: undefined }
    : component;
}

function renderIdentifiers(
  component: VexComponent,
  pointer: string,
  documentId: string,
  onLoss: OnLoss,
): readonly JsonObject[] {
  const { ref, name } = component;
  const iri = isIri(ref) ? ref : undefined;
  const purls = component.purls.filter((purl) => purl !== iri);
  const cpes = component.cpes.filter((cpe) => cpe !== iri);
  const cpes23 = cpes.filter((cpe) => cpe.startsWith("cpe:2.3:"));
  const cpes22 = cpes.filter((cpe) => !cpe.startsWith("cpe:2.3:"));
  const hashes = new Map<string, string>();
  for (const digest of component.hashes) {
    const hash = hashOf("openvex", digest);
    if (hash !== undefined && !hashes.has(hash.algorithm)) hashes.set(hash.algorithm, hash.value);
    else onLoss(`${pointer}/hashes`, `the format has no place for ${digest}`);
  }
  const length = Math.max(purls.length, cpes23.length, cpes22.length, 1);
  return Array.from({ length }, (_, index) => {
    const identifiers = present({
      purl: purls[index],
      cpe23: cpes23[index],
      cpe22: cpes22[index],
    });
    const isNamed = Object.keys(identifiers).length > 0;
    const local = ref ?? name ?? component.hashes[0] ?? "product";
    const id = iri ?? (isNamed ? undefined : `${documentId}#${encodePart(local)}`);
    return present({
      "@id": index === 0 ? id : undefined,
      identifiers: isNamed ? identifiers : undefined,
      hashes: index === 0 && hashes.size > 0 ? Object.fromEntries(hashes) : undefined,
    });
  });
}
