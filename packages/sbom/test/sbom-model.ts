import fc from "fast-check";
import type { SbomComponent } from "../src/sbom-component.ts";
import type { SbomModel } from "../src/sbom-document.ts";
import type { SbomRelationship } from "../src/sbom-relationship.ts";

/** A component that says nothing but its name and what `more` says. */
export function componentOf(ref: string, more: Partial<SbomComponent> = {}): SbomComponent {
  return {
    ref,
    pointer: `/components/${ref}`,
    name: ref,
    purls: [],
    cpes: [],
    identifiers: [],
    hashes: [],
    licenses: [],
    originators: [],
    externalReferences: [],
    properties: [],
    ...more,
  };
}

/** An npm package, its purl and all. */
export function npmPackage(
  name: string,
  version: string,
  more: Partial<SbomComponent> = {},
): SbomComponent {
  return componentOf(`${name}@${version}`, {
    type: "library",
    name,
    version,
    purls: [`pkg:npm/${name}@${version}`],
    ...more,
  });
}

/** A model of `components`, or of names, with edges written `a > b`, `a contains b`. */
export function modelOf(
  components: readonly (SbomComponent | string)[],
  edges: readonly string[] = [],
  more: Partial<SbomModel> = {},
): SbomModel {
  return {
    creators: [],
    subjects: [],
    components: components.map((item) => (typeof item === "string" ? componentOf(item) : item)),
    relationships: edges.map(edgeOf),
    leaves: [],
    namedLicenses: [],
    ...more,
  };
}

function edgeOf(text: string): SbomRelationship {
  const [from = "", kind = "", to = "", scope] = text.split(" ");
  const known = scope === "runtime" || scope === "test" || scope === "optional" ? scope : undefined;
  return { from, kind: kind === ">" ? "dependsOn" : kind, to, scope: known };
}

/** The same model in another order: arrays whose order means nothing, at every level. */
export function shuffledModel<Model extends SbomModel>(model: Model, seed: number): Model {
  const random = createRandom(seed);
  return {
    ...model,
    creators: shuffle(model.creators, random),
    subjects: shuffle(model.subjects, random),
    leaves: shuffle(model.leaves, random),
    relationships: shuffle(model.relationships, random),
    components: shuffle(model.components, random).map((component) => ({
      ...component,
      purls: shuffle(component.purls, random),
      cpes: shuffle(component.cpes, random),
      identifiers: shuffle(component.identifiers, random),
      hashes: shuffle(component.hashes, random),
      licenses: shuffle(component.licenses, random),
      originators: shuffle(component.originators, random),
      externalReferences: shuffle(component.externalReferences, random),
      properties: shuffle(component.properties, random),
    })),
  };
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [left, right] = [result[at], result[other]];
    if (left === undefined || right === undefined) continue;
    [result[at], result[other]] = [right, left];
  }
  return result;
}

/** A small generator of its own, so that a case can be run again (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Any graph of up to `size` nodes named `n0`, `n1`, … */
export function anyGraphModel(size: number, edges: number): fc.Arbitrary<SbomModel> {
  return fc.integer({ min: 1, max: size }).chain((count) => {
    const node = fc.integer({ min: 0, max: count - 1 });
    return fc.array(fc.tuple(node, node), { maxLength: edges }).map((pairs) =>
      modelOf(
        Array.from({ length: count }, (_, at) => `n${at}`),
        pairs.map(([from, to]) => `n${from} > n${to}`),
      ),
    );
  });
}
