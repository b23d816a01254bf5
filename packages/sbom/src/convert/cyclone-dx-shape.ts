import { carriesDocument } from "../carried-document.ts";
import { readPlainText } from "../cyclonedx/read-licenses.ts";
import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { textOf } from "../json/members.ts";
import type { Shape } from "./shape.ts";

const organization: Shape = { name: true, url: true, contact: { email: true } };
const person: Shape = { name: true, email: true };
const hashes: Shape = { alg: true, content: true };
const property: Shape = { name: true, value: true };
const reference: Shape = { type: true, url: true, comment: true };
const plainText = (text: JsonValue): boolean =>
  isJsonObject(text) && readPlainText(text) !== undefined;

/** A licence with an SPDX id becomes this id, which leaves no place for more. */
const license = (item: JsonValue): Shape =>
  isJsonObject(item) && item["id"] !== undefined
    ? { id: true, acknowledgement: true }
    : { name: true, url: true, text: plainText, acknowledgement: true };

/** Details of a licence that SPDX lists have no place. */
const details = (item: JsonValue): boolean | Shape =>
  isJsonObject(item) && textOf(item["licenseIdentifier"])?.startsWith("LicenseRef-")
    ? { licenseIdentifier: true, url: true, text: plainText }
    : false;

const shared: Shape = {
  "bom-ref": true,
  name: true,
  group: true,
  version: true,
  description: true,
  licenses: { license, expression: true, acknowledgement: true, expressionDetails: details },
  externalReferences: reference,
  properties: property,
};

const component: Shape = {
  ...shared,
  type: true,
  purl: true,
  cpe: true,
  omniborId: true,
  swhid: true,
  swid: { tagId: true },
  hashes,
  copyright: true,
  supplier: organization,
  manufacturer: organization,
  authors: person,
  author: true,
  publisher: true,
  scope: true,
  evidence: {
    identity: {
      field: true,
      confidence: true,
      concludedValue: true,
      methods: { technique: true, confidence: true, value: true },
    },
    occurrences: { location: true, line: true, offset: true, symbol: true },
  },
  components: "self",
};

const tool: Shape = { name: true, version: true, type: (type) => type === "application" };

const metadata: Shape = {
  timestamp: true,
  tools: (tools) =>
    isJsonObject(tools) && tools["name"] === undefined && tools["vendor"] === undefined
      ? { components: tool, services: tool }
      : tool,
  authors: person,
  manufacturer: organization,
  component,
  properties: (item) =>
    isJsonObject(item) && carriesDocument({ name: textOf(item["name"]) ?? "" }) && property,
};

/** What of CycloneDX reaches a document of another family. */
export const cycloneDxShape: Shape = {
  $schema: true,
  bomFormat: true,
  specVersion: true,
  serialNumber: true,
  version: true,
  metadata: (value) => {
    const { manufacturer, component: subject } = isJsonObject(value) ? value : {};
    const supplied = isJsonObject(subject) && subject["supplier"] === undefined;
    return {
      ...metadata,
      ...(manufacturer === undefined && { manufacture: organization }),
      ...(supplied && { supplier: organization }),
    };
  },
  components: component,
  services: { ...shared, provider: organization, services: "self" },
  dependencies: { ref: true, dependsOn: true, provides: true },
};
