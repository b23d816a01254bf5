import type { JsonObject } from "@coppice/sbom";
import { isVersError, parseVers } from "@coppice/vers";
import { hashOf } from "../hash-names.ts";
import { distinctObjects } from "../json/distinct-objects.ts";
import { present } from "../json/present.ts";
import { isIri } from "../render/is-iri.ts";
import type { OnLoss } from "../render/losses.ts";
import type { VexComponent } from "../vex-product.ts";
import type { VexStatement } from "../vex-statement.ts";
import type { VexStatus } from "../vex-status.ts";

/** Gathers the components that statements are about. */
interface ComponentsBuilder {
  /** What a statement affects, without what could only be named too widely. */
  affects(statement: VexStatement, pointer: string): readonly JsonObject[];
  /** What the document is about, where that is one product, and its other components. */
  build(): { readonly component: JsonObject | undefined; readonly others: readonly JsonObject[] };
}

/** A component and those inside of it, which have refs of their own. */
interface Node {
  readonly refs: readonly string[];
  readonly objects: readonly JsonObject[];
  readonly inside: Map<string, Node>;
}

/** CycloneDX 1.7 `affectedStatus` of versions. */
const versionStatuses: Readonly<Record<VexStatus, string>> = {
  affected: "affected",
  not_affected: "unaffected",
  fixed: "unaffected",
  under_investigation: "unknown",
};

/**
 * Products are the outermost components, subcomponents stand inside of them. Where there is one product with subcomponents
 * only, the document is about it.
 */
export function createComponents(
  statements: readonly VexStatement[],
  onLoss: OnLoss,
): ComponentsBuilder {
  const roots = new Map<string, Node>();
  const refOf = createRefs();
  const isAboutLinks = statements.some(({ products }) => products.some(isBareLink));

  function nodeOf(among: Map<string, Node>, component: VexComponent, pointer: string): Node {
    const { versions: _, ranges: __, ...identity } = component;
    const key = JSON.stringify(identity);
    const known = among.get(key);
    if (known !== undefined) return known;
    const objects = renderComponents(component, refOf, pointer, onLoss);
    const refs = objects.map((object) => object["bom-ref"]);
    const node = { objects, refs, inside: new Map<string, Node>() };
    among.set(key, node);
    return node;
  }

  return {
    affects({ products, status }, pointer) {
      const affected = products.flatMap((product, index) => {
        const place = `${pointer}/products/${index}`;
        const { subcomponents, through, ...itself } = product;
        if (through.length > 0) {
          onLoss(
            place,
            "the format has no way to say what stands between a product and its subcomponents",
          );
          return [];
        }
        if (isBareLink(product)) return affect([product.ref], itself, place, status);
        if (subcomponents.length > 0 && itself.versions.length + itself.ranges.length > 0) {
          onLoss(place, "the format has versions of what is affected only, not of what that is in");
          return [];
        }
        const root = nodeOf(roots, itself, place);
        if (subcomponents.length === 0) return affect(root.refs, itself, place, status);
        if (root.refs.length > 1) {
          onLoss(place, "the format has one purl and CPE name of a product with subcomponents");
        }
        return subcomponents.flatMap((subcomponent, at) => {
          const inner = `${place}/subcomponents/${at}`;
          return affect(nodeOf(root.inside, subcomponent, inner).refs, subcomponent, inner, status);
        });
      });
      return distinctObjects(affected);
    },
    build() {
      const [root] = roots.values();
      const [object] = root?.objects ?? [];
      if (roots.size === 1 && root?.objects.length === 1 && object !== undefined && !isAboutLinks) {
        return { component: object, others: objectsOf(root.inside) };
      }
      const others = [...roots.values()].flatMap(({ objects, inside }) =>
        objects.map((one, index) =>
          index === 0 ? present({ ...one, components: objectsOf(inside) }) : one,
        ),
      );
      return { component: undefined, others };
    },
  };

  function affect(
    refs: readonly string[],
    component: VexComponent,
    pointer: string,
    status: VexStatus,
  ): readonly JsonObject[] {
    const { versions, ranges } = component;
    const named = [
      ...versions.map((version) => ({ version })),
      ...ranges.flatMap((range, index) => {
        const vers = versOf(range);
        if (vers !== undefined) return [{ range: vers }];
        onLoss(`${pointer}/ranges/${index}`, "it is no vers, which the format demands");
        return [];
      }),
    ].map((one) => ({ ...one, status: versionStatuses[status] }));
    if (versions.length + ranges.length > 0 && named.length === 0) return [];
    return refs.map((ref) => present({ ref, versions: named }));
  }
}

/** A product that another document describes. */
function isBareLink<T extends VexComponent & { readonly subcomponents: readonly VexComponent[] }>(
  product: T,
): product is T & { readonly ref: string } {
  const { ref, purls, cpes, hashes, subcomponents } = product;
  const others = purls.length + cpes.length + hashes.length + subcomponents.length;
  return ref !== undefined && bomLinks.test(ref) && others === 0;
}

const bomLinks =
  /^urn:cdx:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[1-9][0-9]*#[^\s]+$/;

function objectsOf(nodes: ReadonlyMap<string, Node>): readonly JsonObject[] {
  return [...nodes.values()].flatMap(({ objects }) => objects);
}

/** A range that names no scheme is one of a generic scheme. */
function versOf(range: string): string | undefined {
  const full = range.startsWith("vers:") ? range : `vers:generic/${range}`;
  try {
    parseVers(full, { onProblem: () => {} });
    return full.length > 4096 ? undefined : full;
  } catch (error) {
    if (isVersError(error)) return undefined;
    throw error;
  }
}

/** Gives each component a ref of its own, with a number behind it where others have the same. */
function createRefs(): (wanted: string) => string {
  const counts = new Map<string, number>();
  return (wanted) => {
    let ref = wanted;
    let count = counts.get(wanted) ?? 0;
    while (counts.has(ref)) {
      count += 1;
      ref = `${wanted} (${count + 1})`;
    }
    counts.set(wanted, count);
    if (ref !== wanted) counts.set(ref, 0);
    return ref;
  };
}

type Rendered = JsonObject & { readonly "bom-ref": string };

/** One component for each purl and CPE name. */
function renderComponents(
  component: VexComponent,
  refOf: (wanted: string) => string,
  pointer: string,
  onLoss: OnLoss,
): readonly Rendered[] {
  const { ref, name, version, supplier, purls, cpes, sbomUrls } = component;
  const isLink = ref?.startsWith("urn:cdx:") ?? false;
  if (isLink) {
    onLoss(`${pointer}/ref`, "the format has BOM-Links of products without other identifiers");
  }
  if (!sbomUrls.every(isIri)) onLoss(`${pointer}/sbomUrls`, "some are no IRIs");
  const hashes = component.hashes.flatMap((digest) => {
    const { algorithm, value } = hashOf("cyclonedx", digest) ?? { algorithm: "", value: "" };
    if (algorithm !== "" && /^[0-9a-f]+$/.test(value) && hashLengths.has(value.length)) {
      return [{ alg: algorithm, content: value }];
    }
    onLoss(`${pointer}/hashes`, `the format has no place for ${digest}`);
    return [];
  });
  const length = Math.max(purls.length, cpes.length, 1);
  return Array.from({ length }, (_, index) => {
    const purl = purls[index];
    const cpe = cpes[index];
    const isFirst = index === 0;
    const wanted = (isFirst && !isLink ? ref : undefined) ?? purl ?? cpe ?? name ?? "component";
    return {
      type: purl?.startsWith("pkg:oci/") ? "container" : "library",
      "bom-ref": refOf(wanted),
      ...present({
        supplier: supplier === undefined ? undefined : { name: supplier },
        name: name ?? purl ?? cpe ?? wanted,
        version,
        purl,
        cpe,
        hashes: isFirst ? hashes : [],
        externalReferences: sbomUrls.filter(isIri).map((url) => ({ type: "bom", url })),
      }),
    };
  });
}

/** Hexadecimal digits of the hashes that the format knows. */
const hashLengths: ReadonlySet<number> = new Set([32, 40, 64, 96, 128]);
