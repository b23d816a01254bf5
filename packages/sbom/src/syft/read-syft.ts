import type { OnProblem } from "@coppice/types";
import { blankComponent } from "../blank-component.ts";
import { digestOf } from "../hash-algorithms.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf, objectOf, objectsOf, textOf } from "../json/members.ts";
import { createModelBuilder } from "../model-builder.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomModel } from "../sbom-document.ts";
import { readSyftLicense } from "./read-syft-license.ts";

/** What the source of a scan is in the model's words. */
const sourceTypes = { image: "container", directory: "file", file: "file" } as const;

/** What Syft's own JSON says (schema versions 1 to 16): its source, packages and files are components. */
export function readSyft(native: JsonObject, onProblem: OnProblem): SbomModel {
  const builder = createModelBuilder(onProblem);
  const source = readSource(objectOf(native["source"]), (id) => builder.identify(id, "/source"));
  builder.add(source);
  const system = readSystem(objectOf(native["distro"]), () =>
    builder.identify(undefined, "/distro"),
  );
  if (system !== undefined) builder.add(system);
  itemsOf(native["artifacts"]).forEach((item, index) => {
    if (!isJsonObject(item)) return;
    const pointer = `/artifacts/${index}`;
    builder.add(readArtifact(item, builder.identify(textOf(item["id"]), pointer), pointer));
  });
  itemsOf(native["files"]).forEach((item, index) => {
    if (!isJsonObject(item)) return;
    const pointer = `/files/${index}`;
    builder.add(readFile(item, builder.identify(textOf(item["id"]), pointer), pointer));
  });
  for (const { parent, child, type } of objectsOf(native["artifactRelationships"])) {
    const [from, to, kind] = [textOf(parent), textOf(child), textOf(type)];
    if (from === undefined || to === undefined || kind === undefined) continue;
    if (kind === "dependency-of") builder.relate({ from: to, kind: "dependsOn", to: from });
    else builder.relate({ from, kind, to });
  }
  const { name, version } = objectOf(native["descriptor"]);
  return {
    creators: [
      { kind: "tool", name: textOf(name), version: textOf(version), emails: [], urls: [] },
    ],
    subjects: [source.ref],
    components: builder.components,
    relationships: builder.relationships,
    leaves: [],
    namedLicenses: [],
  };
}

function readSource(
  source: JsonObject,
  identify: (id: string | undefined) => string,
): SbomComponent {
  const { type, target } = source;
  const details = objectOf(source["metadata"] ?? target);
  const place = typeof target === "string" ? target : textOf(details["path"]);
  const digest = textOf(details["manifestDigest"]);
  return {
    ...blankComponent,
    ref: identify(textOf(source["id"])),
    pointer: "/source",
    type:
      type === "image" || type === "directory" || type === "file" ? sourceTypes[type] : undefined,
    name: textOf(source["name"]) ?? textOf(details["userInput"]) ?? place ?? "",
    version: textOf(source["version"]),
    hashes: digest === undefined ? [] : [digest],
  };
}

/** The operating system, in the words of os-release(5). */
function readSystem(distro: JsonObject, identify: () => string): SbomComponent | undefined {
  const name = textOf(distro["id"]) ?? textOf(distro["name"]);
  if (name === undefined) return undefined;
  return {
    ...blankComponent,
    ref: identify(),
    pointer: "/distro",
    type: "operating-system",
    name,
    version: textOf(distro["versionID"]) ?? textOf(distro["version"]),
    description: textOf(distro["prettyName"]),
  };
}

function readArtifact(item: JsonObject, ref: string, pointer: string): SbomComponent {
  const purl = textOf(item["purl"]);
  const locations = objectsOf(item["locations"]);
  const paths = locations.flatMap(({ path }) => textOf(path) ?? []);
  return {
    ...blankComponent,
    ref,
    pointer,
    type: "library",
    name: textOf(item["name"]) ?? "",
    version: textOf(item["version"]),
    purls: purl === undefined ? [] : [purl],
    cpes: itemsOf(item["cpes"]).flatMap((cpe) => readText(cpe, "cpe") ?? []),
    licenses: itemsOf(item["licenses"]).flatMap(readSyftLicense),
    layer: textOf(locations[0]?.["layerID"]),
    evidence:
      paths.length === 0
        ? undefined
        : { occurrences: paths.map((location) => ({ location })), identities: [], uses: [] },
  };
}

function readFile(item: JsonObject, ref: string, pointer: string): SbomComponent {
  const location = objectOf(item["location"]);
  return {
    ...blankComponent,
    ref,
    pointer,
    type: "file",
    name: textOf(location["path"]) ?? "",
    hashes: objectsOf(item["digests"]).flatMap(({ algorithm, value }) =>
      typeof algorithm === "string" && typeof value === "string"
        ? [digestOf(algorithm, value)]
        : [],
    ),
    layer: textOf(location["layerID"]),
  };
}

function readText(value: JsonValue, member: string): string | undefined {
  return isJsonObject(value) ? textOf(value[member]) : textOf(value);
}
