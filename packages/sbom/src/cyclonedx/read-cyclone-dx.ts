import type { OnProblem } from "@coppice/types";
import { restoreDocument } from "../carried-document.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf, numberOf, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import { createModelBuilder, type ModelBuilder } from "../model-builder.ts";
import { isComponentType, type SbomComponent, type SbomParty } from "../sbom-component.ts";
import type { SbomModel, SbomNamedLicense } from "../sbom-document.ts";
import { readComponent, readProperties } from "./read-component.ts";
import { readDependencyGraph } from "./read-dependency-graph.ts";
import { readExpressionDetails } from "./read-licenses.ts";
import { readOrganization, readPerson } from "./read-party.ts";

/**
 * What a CycloneDX document says, from its native form (any version). Nested components are contained in the one around
 * them; services are components of type `service`.
 */
export function readCycloneDx(native: JsonObject, onProblem: OnProblem): SbomModel {
  const builder = createModelBuilder(onProblem);
  const named = new Map<string, SbomNamedLicense>();
  const metadata = objectOf(native["metadata"]);
  const { component } = metadata;
  if (isJsonObject(component)) {
    readTree(builder, "components", [{ object: component, pointer: "/metadata/component" }], named);
  }
  const carried = restoreDocument(readProperties(metadata["properties"]));
  const subjects = isJsonObject(component)
    ? builder.components.slice(0, 1).map(({ ref }) => ref)
    : carried.subjects;
  for (const member of ["components", "services"] as const) {
    readTree(builder, member, listed(native[member], `/${member}`), named);
  }
  for (const edge of readDependencyGraph(native, undefined)) builder.relate(edge);
  for (const license of carried.namedLicenses) named.set(license.id, license);
  for (const relationship of carried.relationships) builder.relate(relationship);
  for (const dependency of objectsOf(native["dependencies"])) readDependency(builder, dependency);
  return {
    id: textOf(native["serialNumber"]) ?? carried.id,
    name: carried.name,
    revision: numberOf(native["version"]),
    created: textOf(metadata["timestamp"]),
    creators: carried.creators(readCreators(metadata)),
    subjects,
    components: supply(builder.components, subjects, metadata["supplier"]),
    relationships: builder.relationships,
    leaves: [...builder.leaves],
    namedLicenses: [...named.values()],
  };
}

/** A component or service that is still to be read. */
interface Pending {
  readonly object: JsonObject;
  readonly pointer: string;
  readonly parent?: string;
}

/** The objects of an array, the last one first, as a stack wants them. */
function listed(value: JsonValue | undefined, pointer: string, parent?: string): Pending[] {
  const pending: Pending[] = [];
  const items = itemsOf(value);
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const object = items[index];
    if (!isJsonObject(object)) continue;
    pending.push({ object, pointer: `${pointer}/${index}`, ...(parent && { parent }) });
  }
  return pending;
}

/** Adds components, or services, and all that is nested in them, in document order; the input's depth costs no stack. */
function readTree(
  builder: ModelBuilder,
  member: "components" | "services",
  pending: Pending[],
  named: Map<string, SbomNamedLicense>,
): void {
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { object, pointer, parent } = next;
    const ref = builder.identify(textOf(object["bom-ref"]), pointer);
    const type = member === "services" ? "service" : object["type"];
    const place = { ref, pointer, parent };
    builder.add(readComponent(object, place, isComponentType(type) ? type : undefined));
    for (const license of readExpressionDetails(object["licenses"])) named.set(license.id, license);
    if (parent !== undefined) builder.relate({ from: parent, kind: "contains", to: ref });
    if (object["$xml"] !== undefined) {
      for (const edge of readDependencyGraph(object, ref)) builder.relate(edge);
    }
    if (object[member] === undefined) continue;
    for (const nested of listed(object[member], `${pointer}/${member}`, ref)) pending.push(nested);
  }
}

/** See CycloneDX, `dependencies`: what depends on nothing is an element without `dependsOn`. */
function readDependency(builder: ModelBuilder, dependency: JsonObject): void {
  const from = textOf(dependency["ref"]);
  if (from === undefined) return;
  const targets = textsOf(dependency["dependsOn"]);
  for (const to of targets) builder.relate({ from, kind: "dependsOn", to });
  for (const to of textsOf(dependency["provides"])) builder.relate({ from, kind: "provides", to });
  if (targets.length === 0) builder.leaves.add(from);
}

/** Tools are an array until 1.4, and since 1.5 either that or an object of components and services. */
function readCreators(metadata: JsonObject): readonly SbomParty[] {
  const { tools } = metadata;
  const listed = isJsonObject(tools)
    ? [...objectsOf(tools["components"]), ...objectsOf(tools["services"])]
    : objectsOf(tools);
  const maker = metadata["manufacturer"] ?? metadata["manufacture"];
  return [
    ...listed.map(readTool),
    ...objectsOf(metadata["authors"]).map(readPerson),
    ...(isJsonObject(maker) ? [readOrganization(maker)] : []),
  ];
}

function readTool(tool: JsonObject): SbomParty {
  const name = textOf(tool["name"]) ?? textOf(tool["vendor"]);
  return { kind: "tool", name, version: textOf(tool["version"]), emails: [], urls: [] };
}

/** `metadata.supplier` is who supplies what the document is about. */
function supply(
  components: readonly SbomComponent[],
  subjects: readonly string[],
  supplier: JsonValue | undefined,
): readonly SbomComponent[] {
  const [subject] = components;
  if (subject === undefined || !isJsonObject(supplier)) return components;
  if (subject.supplier !== undefined || !subjects.includes(subject.ref)) return components;
  return [{ ...subject, supplier: readOrganization(supplier) }, ...components.slice(1)];
}
