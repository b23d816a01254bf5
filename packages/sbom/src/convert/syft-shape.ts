import { isJsonObject, type JsonObject } from "../json/json-value.ts";
import { itemsOf, textOf } from "../json/members.ts";
import { readSyftLicense } from "../syft/read-syft-license.ts";
import type { Shape } from "./shape.ts";

const details: Shape = { userInput: true, path: true, manifestDigest: true };

/** An expression leaves no place for more than itself; a name has one address. */
function licenseShape(license: JsonObject): Shape {
  const [read] = readSyftLicense(license);
  if (read?.expression === undefined) {
    return { value: true, type: true, urls: () => itemsOf(license["urls"]).length === 1 };
  }
  return { spdxExpression: true, type: true, value: (value) => value === read.expression };
}

/** What of Syft's own JSON reaches a document of another family. */
export const syftShape: Shape = {
  artifacts: {
    id: true,
    name: true,
    version: true,
    purl: true,
    cpes: (item) => (isJsonObject(item) ? { cpe: true } : true),
    licenses: (item) => (isJsonObject(item) ? licenseShape(item) : true),
    locations: { path: true },
  },
  artifactRelationships: { parent: true, child: true, type: true },
  files: {
    id: true,
    location: { path: true, layerID: true },
    digests: { algorithm: true, value: true },
  },
  source: {
    id: true,
    name: true,
    version: true,
    type: true,
    target: (target) => (isJsonObject(target) ? details : true),
    metadata: details,
  },
  distro: (item) => ({
    prettyName: true,
    [isJsonObject(item) && textOf(item["id"]) !== undefined ? "id" : "name"]: true,
    [isJsonObject(item) && textOf(item["versionID"]) !== undefined ? "versionID" : "version"]: true,
  }),
  descriptor: { name: true, version: true },
  schema: { version: true, url: true },
};
