import type {
  PlaceNode,
  PlaceRole,
  PlaceTable,
} from "../../packages/sbom/src/validation/place-table.ts";

interface Schema {
  readonly [keyword: string]: unknown;
}

/** Definitions of CycloneDX's schemas that make a place a reference, and those that make it a link. */
const references = new Set(["refType", "refLinkType"]);
const links = new Set(["bomLink", "bomLinkElementType", "bomLinkDocumentType"]);
/** How the schemas describe lists of references whose items have no definition. */
const listOfReferences = "The bom-ref identifiers of ";

/**
 * The places of CycloneDX documents of all the versions whose schemas are given: what any of them has, so that one table
 * serves all. A place in a schema is a set of subschemas, since references and choices lead to several.
 */
export function compileCycloneDxPlaces(schemas: readonly Schema[]): PlaceTable {
  const nodes: PlaceNode[] = [];
  const indexOfSet = new Map<string, number>();
  const numberOf = new Map<Schema, number>();

  const compile = (set: readonly Placed[], member: string): number => {
    const found = expand(set);
    for (const { schema } of found.all) {
      if (!numberOf.has(schema)) numberOf.set(schema, numberOf.size);
    }
    const role = roleOf(member, found.definitions, found.all);
    const ids = found.all.map(({ schema }) => numberOf.get(schema) ?? 0);
    const key = `${role} ${[...new Set(ids)].sort((a, b) => a - b).join()}`;
    const known = indexOfSet.get(key);
    if (known !== undefined) return known;
    const index = nodes.push({}) - 1;
    indexOfSet.set(key, index);
    const members = new Map<string, Placed[]>();
    const items: Placed[] = [];
    const ofReferences = found.all.some(({ schema }) =>
      String(schema["description"]).startsWith(listOfReferences),
    );
    for (const { schema, file } of found.all) {
      for (const [name, child] of Object.entries((schema["properties"] ?? {}) as Schema)) {
        members.set(name, [...(members.get(name) ?? []), { schema: child as Schema, file }]);
      }
      for (const item of [schema["items"] ?? []].flat()) {
        items.push({ schema: item as Schema, file });
      }
    }
    nodes[index] = {
      ...(role && { role }),
      members: Object.fromEntries([...members].map(([name, next]) => [name, compile(next, name)])),
      ...(items.length > 0 && { items: compile(items, ofReferences ? listOfReferences : "") }),
    };
    return index;
  };

  const root = compile(
    schemas.map((file) => ({ schema: file, file })),
    "",
  );
  return prune({ root, nodes });
}

interface Placed {
  readonly schema: Schema;
  readonly file: Schema;
}

/** All the subschemas that hold for a value, and the names of the definitions that led to them. */
function expand(set: readonly Placed[]): {
  readonly all: readonly Placed[];
  readonly definitions: ReadonlySet<string>;
} {
  const all: Placed[] = [];
  const seen = new Set<Schema>();
  const definitions = new Set<string>();
  const queue = [...set];
  for (let placed = queue.shift(); placed; placed = queue.shift()) {
    const { schema, file } = placed;
    if (seen.has(schema)) continue;
    seen.add(schema);
    all.push(placed);
    const reference = schema["$ref"];
    if (typeof reference === "string" && reference.startsWith("#/")) {
      const name = reference.slice(reference.lastIndexOf("/") + 1);
      definitions.add(name);
      const target = reference
        .slice(2)
        .split("/")
        .reduce<unknown>((at, step) => (at as Schema)[step], file);
      queue.push({ schema: target as Schema, file });
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const branches = (schema[keyword] ?? []) as Schema[];
      queue.push(...branches.map((branch) => ({ schema: branch, file })));
    }
  }
  return { all, definitions };
}

function roleOf(
  member: string,
  definitions: ReadonlySet<string>,
  all: readonly Placed[],
): PlaceRole | undefined {
  if (member === "bom-ref") return "id";
  if (member === "purl") return "purl";
  if (member === listOfReferences) return "reference";
  if (member === "expression" && all.some(({ schema }) => /SPDX/.test(String(schema["title"])))) {
    return "license";
  }
  if (definitions.has("hash")) return "hash";
  if ([...references].some((name) => definitions.has(name))) return "reference";
  return [...links].some((name) => definitions.has(name)) ? "link" : undefined;
}

/** A table of the places at `paths`, each a role with places such as `packages[].SPDXID`. */
export function compilePlaces(paths: { readonly [Role in PlaceRole]?: string }): PlaceTable {
  const nodes: { role?: PlaceRole; members?: Record<string, number>; items?: number }[] = [{}];
  for (const [role, places] of Object.entries(paths)) {
    for (const place of places.split(" ")) {
      let at = 0;
      for (const step of place.replaceAll("[]", ".[]").split(".")) {
        const node = nodes[at] ?? {};
        const known = step === "[]" ? node.items : node.members?.[step];
        const next = known ?? nodes.push({}) - 1;
        if (step === "[]") node.items = next;
        else node.members = { ...node.members, [step]: next };
        at = next;
      }
      nodes[at] = { ...nodes[at], role: role as PlaceRole };
    }
  }
  return prune({ root: 0, nodes });
}

/** The places of SPDX 3 documents. A member means the same wherever it is, and what it names may stand in it whole. */
export function compileSpdx3Places(schema: Schema): PlaceTable {
  const definitions = schema["$defs"] as { readonly [name: string]: Schema };
  const roles = new Map<string, PlaceRole>([
    ["spdxId", "id"],
    ["@id", "id"],
    ["software_packageUrl", "purl"],
    ["simplelicensing_licenseExpression", "license"],
  ]);
  for (const [name, definition] of Object.entries(definitions)) {
    if (!name.endsWith("_props")) continue;
    for (const part of definition["allOf"] as Schema[]) {
      for (const [member, child] of Object.entries((part["properties"] ?? {}) as Schema)) {
        const [, property = ""] = /"#\/\$defs\/(prop_\w+)"/.exec(JSON.stringify(child)) ?? [];
        const reaches = JSON.stringify(definitions[property] ?? "");
        if (reaches.includes('_derived"')) roles.set(member, "reference");
      }
    }
  }
  const named = [...roles].sort(([a], [b]) => (a < b ? -1 : 1));
  const kinds: readonly PlaceRole[] = ["id", "purl", "license", "reference"];
  const members = Object.fromEntries(named.map(([name, role]) => [name, kinds.indexOf(role) + 1]));
  for (const name of ["verifiedUsing", "build_configSourceDigest"]) {
    members[name] = kinds.length + 1;
  }
  const nodes: PlaceNode[] = [
    { members: { ...members, "@graph": kinds.length + 2 } },
    ...kinds.map((role) => (role === "reference" ? { role, members, items: 4 } : { role })),
    { role: "hash", members, items: kinds.length + 1 },
    { items: kinds.length + 3 },
    { members },
  ];
  return { root: 0, nodes };
}

/** The table without nodes from which no role can be reached, and with equal ones joined. */
function prune(table: PlaceTable): PlaceTable {
  const useful = new Set<number>();
  for (let size = -1; size < useful.size; ) {
    size = useful.size;
    for (const [index, { role, members = {}, items = -1 }] of table.nodes.entries()) {
      const inside = [...Object.values(members), items];
      if (role || inside.some((child) => useful.has(child))) useful.add(index);
    }
  }
  let numbers = new Map([...useful].map((index) => [index, 0]));
  for (let count = 0; ; ) {
    const numberOf = new Map<string, number>();
    const next = new Map<number, number>();
    for (const index of useful) {
      const key = JSON.stringify(renumber(table.nodes[index] ?? {}, numbers));
      if (!numberOf.has(key)) numberOf.set(key, numberOf.size);
      next.set(index, numberOf.get(key) ?? 0);
    }
    numbers = next;
    if (numberOf.size === count) break;
    count = numberOf.size;
  }
  const nodes: PlaceNode[] = [];
  for (const [index, number] of numbers) {
    nodes[number] = renumber(table.nodes[index] ?? {}, numbers);
  }
  return { root: numbers.get(table.root) ?? 0, nodes };
}

function renumber(node: PlaceNode, numbers: ReadonlyMap<number, number>): PlaceNode {
  const members = Object.entries(node.members ?? {})
    .flatMap(([name, child]): [string, number][] => {
      const number = numbers.get(child);
      return number === undefined ? [] : [[name, number]];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const items = numbers.get(node.items ?? -1);
  return {
    ...(node.role && { role: node.role }),
    ...(members.length > 0 && { members: Object.fromEntries(members) }),
    ...(items !== undefined && { items }),
  };
}
