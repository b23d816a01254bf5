import type { JsonObject } from "@coppice/sbom";
import { hashOf } from "../hash-names.ts";
import { present } from "../json/present.ts";
import { isIri } from "../render/is-iri.ts";
import type { OnLoss } from "../render/losses.ts";
import { narrowComponent } from "../render/narrow-component.ts";
import type { VexComponent, VexProduct } from "../vex-product.ts";
import { isCsafCpe } from "./is-csaf-cpe.ts";

/** Gathers the products of a document. */
export interface ProductTreeBuilder {
  /** Ids of what a statement calls one product: more than one where it has versions, identifiers or subcomponents. */
  add(product: VexProduct, pointer: string): readonly string[];
  /** `undefined` where there are no products. */
  build(): JsonObject | undefined;
}

/** An empty tree. Of equal products there is one. */
export function createProductTree(onLoss: OnLoss): ProductTreeBuilder {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const products: JsonObject[] = [];
  const vendors = new Map<string | undefined, JsonObject[]>();
  const relationships: JsonObject[] = [];
  let numbered = 0;

  /** The id of the thing that `key` stands for, and whether it is new. */
  function identify(
    key: string,
    wanted: string | undefined,
  ): { readonly id: string; readonly isNew: boolean } {
    const known = ids.get(key);
    if (known !== undefined) return { id: known, isNew: false };
    let id = wanted;
    while (id === undefined || taken.has(id)) {
      numbered += 1;
      id = `CSAFPID-${String(numbered).padStart(4, "0")}`;
    }
    ids.set(key, id);
    taken.add(id);
    return { id, isNew: true };
  }

  function addComponent(component: VexComponent, pointer: string): readonly string[] {
    return narrow(component).map((one, index) => {
      const { ref } = one;
      const isLink = ref?.startsWith("urn:cdx:") ?? false;
      const wanted =
        index === 0 && !isLink && ref !== undefined && ref.trim() === ref ? ref : undefined;
      const { id, isNew } = identify(JSON.stringify(one), wanted);
      if (!isNew) return id;
      const product = {
        name: one.name ?? one.purls[0] ?? one.cpes[0] ?? ref ?? one.hashes[0] ?? id,
        product_id: id,
        ...renderHelper(one, pointer, onLoss),
      };
      const { supplier } = one;
      const branch = renderBranch(one, product);
      if (branch === undefined && supplier === undefined) products.push(product);
      else {
        const branches = vendors.get(supplier) ?? [];
        vendors.set(supplier, branches);
        branches.push(branch ?? { category: "product_name", name: product.name, product });
      }
      return id;
    });
  }

  function relate(part: string, container: string): string {
    const { id, isNew } = identify(JSON.stringify([part, container]), `${container}:${part}`);
    if (isNew) {
      relationships.push({
        category: "default_component_of",
        product_reference: part,
        relates_to_product_reference: container,
        full_product_name: { name: `${part} as a component of ${container}`, product_id: id },
      });
    }
    return id;
  }

  return {
    add(product, pointer) {
      const { subcomponents, through, ...itself } = product;
      const parts = subcomponents.flatMap((part, index) =>
        addComponent(part, `${pointer}/subcomponents/${index}`),
      );
      const containers = through.reduce(
        (outer, inner, index) =>
          addComponent(inner, `${pointer}/through/${index}`).flatMap((part) =>
            outer.map((container) => relate(part, container)),
          ),
        addComponent(itself, pointer),
      );
      if (subcomponents.length === 0) return containers;
      return parts.flatMap((part) => containers.map((container) => relate(part, container)));
    },
    build() {
      if (ids.size === 0) return undefined;
      const branches = [...vendors].flatMap(([vendor, inside]) =>
        vendor === undefined ? inside : [{ category: "vendor", name: vendor, branches: inside }],
      );
      return present({ branches, full_product_names: products, relationships });
    },
  };
}

/** What can be said as one product each: one version or range, one purl, one CPE name. */
function narrow(component: VexComponent): readonly VexComponent[] {
  const { versions, ranges } = component;
  const single =
    versions.length === 0 && ranges.length < 2
      ? [component]
      : [
          ...versions.map((version) => narrowComponent(component, version)),
          ...ranges.map((range) => ({ ...component, versions: [], ranges: [range] })),
        ];
  return single.flatMap((one, at) => {
    const length = Math.max(one.purls.length, one.cpes.length, 1);
    return Array.from(
      { length },
      (_, index): VexComponent => ({
        ...one,
        ref: at + index === 0 ? one.ref : undefined,
        purls: one.purls.slice(index, index + 1),
        cpes: one.cpes.slice(index, index + 1),
        hashes: index === 0 ? one.hashes : [],
      }),
    );
  });
}

/** The branch of a product of which the version is known. */
function renderBranch(
  { version, ranges: [range] }: VexComponent,
  product: JsonObject & { readonly name: string },
): JsonObject | undefined {
  const inRange = range && { category: "product_version_range", name: range, product };
  const inner =
    version === undefined
      ? inRange
      : {
          category: "product_version",
          name: version,
          ...(inRange ? { branches: [inRange] } : { product }),
        };
  return inner ? { category: "product_name", name: product.name, branches: [inner] } : undefined;
}

const bomLinkNamespace = "https://cyclonedx.org/capabilities/bomlink/";

/** CSAF 2.0, 3.1.3.3. */
function renderHelper(
  { ref, name, purls, cpes, hashes, sbomUrls }: VexComponent,
  pointer: string,
  onLoss: OnLoss,
): { readonly product_identification_helper?: JsonObject } {
  const [purl] = purls.filter((text) => keep(isCsafPurl(text), "purls", text));
  const [cpe] = cpes.filter((text) => keep(isCsafCpe(text), "cpes", text));
  const fileHashes = hashes.flatMap((digest) => {
    const { algorithm, value } = hashOf("csaf", digest) ?? { algorithm: "", value: "" };
    const isKnown = keep(algorithm !== "" && /^[0-9a-f]{32,}$/.test(value), "hashes", digest);
    return isKnown ? [{ algorithm, value }] : [];
  });
  const file = present({ file_hashes: fileHashes, filename: name ?? ref ?? "unnamed" });
  const helper = present({
    purl,
    cpe,
    hashes: fileHashes.length > 0 ? [file] : [],
    sbom_urls: sbomUrls.filter((url) => keep(isIri(url), "sbomUrls", url)),
    x_generic_uris: ref?.startsWith("urn:cdx:") ? [{ namespace: bomLinkNamespace, uri: ref }] : [],
  });
  return Object.keys(helper).length > 0 ? { product_identification_helper: helper } : {};

  function keep(isValid: boolean, member: string, text: string): boolean {
    if (!isValid) onLoss(`${pointer}/${member}`, `CSAF does not take ${text}`);
    return isValid;
  }
}

/** As the schema has it, where white space makes no URI. */
function isCsafPurl(text: string): boolean {
  return /^pkg:[A-Za-z.+-][0-9A-Za-z.+-]*\/[^\s]+$/.test(text);
}
