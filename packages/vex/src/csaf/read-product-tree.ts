import { parseLoosePurl } from "@coppice/purl";
import type { JsonObject, JsonValue } from "@coppice/sbom";
import { digestOf } from "../hash-names.ts";
import { itemsOf, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import {
  blankVexComponent,
  blankVexProduct,
  type VexComponent,
  type VexProduct,
} from "../vex-product.ts";
import type { VexReading } from "../vex-reader.ts";

/** The products of a document, by their ids. */
export interface ProductTree {
  /** `undefined` where no product has that id, or its relationships cannot be followed. */
  product(id: string): VexProduct | undefined;
  /** Ids of the products of a group, none where there is no such group. */
  group(id: string): readonly string[];
}

/** What branches above a product say of it. CSAF 2.0, 3.1.2. */
type Branches = Pick<VexComponent, "supplier" | "version" | "ranges">;

/** Products in a chain of relationships, after which it is taken for a cycle. */
const chainLimit = 64;

/** Reads a product tree of CSAF 2.0 (3.2.2) or 2.1, whose product paths are longer relationships. */
export function readProductTree(tree: JsonObject, reading: VexReading): ProductTree {
  const components = readComponents(tree, reading);
  const links = readLinks(tree);
  const groups = new Map(
    objectsOf(tree["product_groups"]).map((group) => [
      textOf(group["group_id"]) ?? "",
      textsOf(group["product_ids"]),
    ]),
  );
  const known = new Map<string, VexProduct | undefined>();
  return {
    product(id) {
      if (!known.has(id)) known.set(id, resolve(id, components, links, reading));
      return known.get(id);
    },
    group: (id) => groups.get(id) ?? [],
  };
}

function readComponents(tree: JsonObject, reading: VexReading): ReadonlyMap<string, VexComponent> {
  const components = new Map<string, VexComponent>();
  const add = (value: JsonValue | undefined, above: Branches): void => {
    const product = objectOf(value);
    const id = textOf(product["product_id"]);
    if (id === undefined) return;
    if (!components.has(id)) components.set(id, readComponent(id, product, above));
    else {
      const message = `${JSON.stringify(id)} is the id of two products; the first one is meant`;
      reading.problem("PRODUCT_REPEATED", "/product_tree", message);
    }
  };
  const pending: { readonly branch: JsonObject; readonly above: Branches }[] = [];
  const push = (branches: JsonValue | undefined, above: Branches): void => {
    for (const branch of objectsOf(branches).toReversed()) pending.push({ branch, above });
  };
  push(tree["branches"], { ranges: [] });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const here = readBranch(next.branch, next.above);
    add(next.branch["product"], here);
    push(next.branch["branches"], here);
  }
  for (const product of itemsOf(tree["full_product_names"])) add(product, { ranges: [] });
  return components;
}

function readBranch(branch: JsonObject, above: Branches): Branches {
  const name = textOf(branch["name"]);
  if (name === undefined) return above;
  switch (branch["category"]) {
    case "vendor":
      return { ...above, supplier: name };
    case "product_version":
      return { ...above, version: name };
    case "product_version_range":
      return { ...above, ranges: [name] };
    default:
      return above;
  }
}

function readComponent(id: string, product: JsonObject, above: Branches): VexComponent {
  const helper = objectOf(product["product_identification_helper"]);
  const { purl, cpe } = helper;
  const purls = textsOf(purl === undefined ? helper["purls"] : [purl]);
  const link = objectsOf(helper["x_generic_uris"])
    .map(({ uri }) => textOf(uri))
    .find((uri) => uri?.startsWith("urn:cdx:"));
  return {
    ...blankVexComponent,
    ...above,
    ref: link ?? id,
    name: textOf(product["name"]),
    version: isVersion(above.version, purls) ? above.version : undefined,
    purls,
    sbomUrls: textsOf(helper["sbom_urls"]),
    cpes: textsOf(cpe === undefined ? [] : [cpe]),
    hashes: objectsOf(helper["hashes"]).flatMap((file) =>
      objectsOf(file["file_hashes"]).flatMap(({ algorithm, value }) =>
        typeof algorithm === "string" && typeof value === "string"
          ? [digestOf(algorithm, value)]
          : [],
      ),
    ),
  };
}

/**
 * Whether the branch `product_version` names a version. Some vendors put package names there, of all versions where the purl has
 * none.
 */
function isVersion(name: string | undefined, purls: readonly string[]): boolean {
  const looksSo = name !== undefined && /^v?[0-9]/i.test(name);
  return looksSo && purls.every((purl) => parseLoosePurl(purl).purl?.name !== name);
}

/** For each product that is made of others their ids, the innermost first: "a, as a component of b" is a, b. */
function readLinks(tree: JsonObject): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, readonly string[]>();
  const add = (made: JsonObject, parts: readonly (JsonValue | undefined)[]): void => {
    const id = textOf(objectOf(made["full_product_name"])["product_id"]);
    if (id !== undefined && !links.has(id)) {
      links.set(
        id,
        parts.map((part) => textOf(part) ?? ""),
      );
    }
  };
  for (const made of objectsOf(tree["relationships"])) {
    add(made, [made["product_reference"], made["relates_to_product_reference"]]);
  }
  for (const made of objectsOf(tree["product_paths"])) {
    const following = objectsOf(made["subpaths"]).map((path) => path["next_product_reference"]);
    add(made, [made["beginning_product_reference"], ...following]);
  }
  return links;
}

function resolve(
  id: string,
  components: ReadonlyMap<string, VexComponent>,
  links: ReadonlyMap<string, readonly string[]>,
  reading: VexReading,
): VexProduct | undefined {
  const chain: VexComponent[] = [];
  const pending = [id];
  let steps = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    steps += 1;
    const parts = links.get(next);
    if (steps > 2 * chainLimit || (parts?.length ?? 0) > chainLimit) {
      const what = `the relationships of ${JSON.stringify(id)}`;
      const message = `${what} are a cycle or longer than ${chainLimit} products; it is left out`;
      reading.problem("RELATIONSHIP_TOO_LONG", "/product_tree", message);
      return undefined;
    }
    const component = components.get(next);
    if (component !== undefined) chain.push(component);
    else if (parts !== undefined) pending.push(...parts.toReversed());
    else {
      const message = `no product has the id ${JSON.stringify(next)}; statements about it are left out`;
      reading.problem("PRODUCT_UNKNOWN", "/product_tree", message);
      return undefined;
    }
  }
  const [outermost, ...inside] = chain.toReversed();
  if (outermost === undefined) return undefined;
  return {
    ...blankVexProduct,
    ...outermost,
    subcomponents: inside.slice(-1),
    through: inside.slice(0, -1),
  };
}
