import { isJsonObject, type JsonObject, type JsonValue } from "@coppice/sbom";
import { digestOf } from "../hash-names.ts";
import { distinct, itemsOf, objectOf, objectsOf, textOf } from "../json/members.ts";
import { blankVexComponent, type VexComponent } from "../vex-product.ts";

/** A component or service that statements can refer to. */
export interface KnownComponent {
  readonly component: VexComponent;
  /** What it is in: what the document is about, or else the outermost component around it. `undefined` where it is that. */
  readonly root: VexComponent | undefined;
}

/** The components and services of a CycloneDX document by their `bom-ref`, of which the first one counts. */
export function readComponents(native: JsonObject): ReadonlyMap<string, KnownComponent> {
  const known = new Map<string, KnownComponent>();
  const subject = objectOf(native["metadata"])["component"];
  const [root] = walk([subject ?? null], () => "#/metadata/component", undefined, known);
  walk(native["components"], (index) => `#/components/${index}`, root, known);
  walk(native["services"], (index) => `#/services/${index}`, root, known);
  return known;
}

interface Pending {
  readonly value: JsonObject;
  readonly root: VexComponent | undefined;
  readonly place: string | undefined;
}

/**
 * Adds components and those inside of them; gives the outermost ones, which have a ref in any case: the one that `@coppice/sbom`
 * gives them. Any depth is fine.
 */
function walk(
  values: JsonValue | undefined,
  refOf: (index: number) => string,
  root: VexComponent | undefined,
  known: Map<string, KnownComponent>,
): readonly VexComponent[] {
  const outermost: VexComponent[] = [];
  const pending: Pending[] = itemsOf(values).flatMap((value, index) =>
    isJsonObject(value)
      ? [{ value, root, place: root === undefined ? refOf(index) : undefined }]
      : [],
  );
  for (const item of pending) {
    const component = readComponent(item.value, item.place);
    if (item.root === undefined) outermost.push(component);
    const { ref } = component;
    if (ref !== undefined && !known.has(ref)) known.set(ref, { component, root: item.root });
    for (const member of ["components", "services"]) {
      for (const value of objectsOf(item.value[member])) {
        pending.push({ value, root: item.root ?? component, place: undefined });
      }
    }
  }
  return outermost;
}

function readComponent(value: JsonObject, place: string | undefined): VexComponent {
  const purl = textOf(value["purl"]);
  const cpe = textOf(value["cpe"]);
  const name = textOf(value["name"]);
  const group = textOf(value["group"]);
  return {
    ...blankVexComponent,
    ref: textOf(value["bom-ref"]) ?? place,
    name: group === undefined ? name : `${group}/${name ?? ""}`,
    version: textOf(value["version"]),
    supplier: textOf(objectOf(value["supplier"])["name"]),
    sbomUrls: distinct(
      objectsOf(value["externalReferences"]).map(({ type, url }) =>
        type === "bom" ? textOf(url) : undefined,
      ),
    ),
    purls: purl === undefined ? [] : [purl],
    cpes: cpe === undefined ? [] : [cpe],
    hashes: objectsOf(value["hashes"]).flatMap(({ alg, content }) =>
      typeof alg === "string" && typeof content === "string" ? [digestOf(alg, content)] : [],
    ),
  };
}
