import { canonicalJson } from "../json/canonical-json.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { itemsOf, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import { present } from "../json/present.ts";
import type { AssembleOptions } from "./assemble-options.ts";
import type { MergedComponent, MergedParts } from "./merge-components.ts";
import { mergeLists, mergeObjects } from "./merge-values.ts";
import { nestMerged } from "./nest-merged.ts";

/** Members that are not merged by their names alone; a signature of one of several documents does not hold for all. */
const special: ReadonlySet<string> = new Set([
  "bomFormat",
  "specVersion",
  "serialNumber",
  "version",
  "metadata",
  "components",
  "services",
  "dependencies",
  "vulnerabilities",
  "signature",
]);

/** The merged document in CycloneDX. */
export function assembleCycloneDx(merged: MergedParts, options: AssembleOptions): JsonObject {
  const { natives } = merged;
  const { rules } = options;
  const root = rootOf(merged, options);
  const components = root.added ? [root.added, ...merged.components] : merged.components;
  const tops = options.mode === "hierarchical" ? merged.tops : [];
  const { top, subject } = nestMerged(components, root.ref, tops, root.dependsOn);
  const metadata = mergeObjects(uniformTools(natives), rules, "metadata");
  const rest = mergeObjects(
    natives.map((native) => without(native, special)),
    rules,
  );
  const [first = {}] = natives;
  const isShared = natives.every(({ serialNumber }) => serialNumber === first["serialNumber"]);
  const revision = Math.max(...natives.map(({ version }) => Number(version) || 1));
  const isNew = options.isChanged || options.subject !== undefined;
  const listed = (list: string): readonly JsonObject[] =>
    top.filter((item) => item.list === list).map(({ object }) => object);
  return present({
    ...rest,
    bomFormat: "CycloneDX",
    specVersion: first["specVersion"],
    serialNumber: isShared ? first["serialNumber"] : undefined,
    version: isShared ? revision + Number(isNew) : 1,
    ...(Object.keys(metadata).length > 0 || subject !== undefined
      ? { metadata: present({ ...metadata, component: subject }) }
      : {}),
    components: listed("components"),
    services: listed("services"),
    dependencies: mergeDependencies([
      ...natives.flatMap((native) => objectsOf(native["dependencies"])),
      ...(root.added ? [{ ref: root.ref, dependsOn: root.dependsOn }] : []),
    ]),
    vulnerabilities: mergeVulnerabilities(natives),
  });
}

/** What the merged document is about. */
interface MergedRoot {
  readonly ref: string | undefined;
  /** Where it is new. */
  readonly added?: MergedComponent;
  readonly dependsOn: readonly string[];
}

function rootOf(
  { components, subjects }: MergedParts,
  { subject, mode }: AssembleOptions,
): MergedRoot {
  const about = [...new Set(subjects.flat())];
  if (subject === undefined) {
    const told = mode === "augment" ? subjects.slice(0, 1) : subjects;
    const [first] = about;
    return { ref: told.every((refs) => refs[0] === first) ? first : undefined, dependsOn: [] };
  }
  const { name, version, purl } = subject;
  const taken = new Set(components.map((component) => component.ref));
  const wanted = purl ?? [name, version].filter(Boolean).join("@");
  let ref = wanted;
  for (let count = 2; taken.has(ref); count += 1) ref = `${wanted}-${count}`;
  const object = present({ type: "application", "bom-ref": ref, name, version, purl });
  const added = { ref, object, list: "components", parents: [], isUnnamed: false };
  return { ref, added, dependsOn: about };
}

/** What documents say of themselves; where one has its tools as components, all have. */
function uniformTools(natives: readonly JsonObject[]): readonly JsonObject[] {
  const all = natives.map((native) =>
    without(objectOf(native["metadata"]), new Set(["component"])),
  );
  const lists = all.filter(({ tools }) => Array.isArray(tools));
  if (lists.length === all.filter(({ tools }) => tools !== undefined).length) return all;
  return all.map((metadata) => {
    if (!Array.isArray(metadata["tools"])) return metadata;
    const components = objectsOf(metadata["tools"]).map(({ vendor, ...tool }) =>
      present({ type: "application", group: vendor, ...tool, name: tool["name"] ?? "" }),
    );
    return { ...metadata, tools: { components } };
  });
}

function mergeDependencies(stated: readonly JsonObject[]): readonly JsonObject[] {
  const byRef = new Map<string, JsonObject[]>();
  for (const item of stated) {
    const ref = textOf(item["ref"]);
    if (ref === undefined) continue;
    const known = byRef.get(ref);
    if (known === undefined) byRef.set(ref, [item]);
    else known.push(item);
  }
  return [...byRef.values()].map((items) => {
    const [first = {}] = items;
    if (items.length === 1) return first;
    const all = (name: string): readonly string[] => [
      ...new Set(items.flatMap((item) => textsOf(item[name]))),
    ];
    return present({
      ...Object.assign({}, ...items),
      dependsOn: all("dependsOn"),
      provides: all("provides"),
    });
  });
}

/** Statements that differ only in what they affect are one. */
function mergeVulnerabilities(natives: readonly JsonObject[]): readonly JsonValue[] {
  const groups = new Map<string, JsonObject[]>();
  for (const item of natives.flatMap((native) => objectsOf(native["vulnerabilities"]))) {
    const key = canonicalJson(without(item, new Set(["affects"])));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].map(([first = {}, ...more]) => {
    if (more.length === 0) return first;
    const affects = mergeLists([first, ...more].map((item) => itemsOf(item["affects"])));
    return present({ ...first, affects });
  });
}

function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}
