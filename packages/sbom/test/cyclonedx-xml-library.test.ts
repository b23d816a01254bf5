import { Enums, Models, Serialize, Spec, Types } from "@cyclonedx/cyclonedx-library";
import { describe, expect, it } from "vitest";
import { readCycloneDxXmlText } from "../src/cyclonedx/xml/read-cyclone-dx-xml.ts";
import { renderXml } from "../src/xml/render-xml.ts";
import type { XmlNode } from "../src/xml/xml-element.ts";
import { differences } from "./cyclonedx-differences.ts";

type Element = Serialize.XML.Types.SimpleXml.Element;

/** The library's element as ours. */
function nodeOf(element: Element, around: string): XmlNode {
  const namespace = String(element.namespace ?? around);
  const { children = [] } = element;
  return {
    name: element.name,
    namespace,
    attributes: Object.entries(element.attributes ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, namespace: "", value: String(value) }],
    ),
    children:
      typeof children === "object"
        ? [...children].flatMap((child) =>
            child.type === "element" ? [nodeOf(child, namespace)] : [],
          )
        : [String(children)],
  };
}

function contact(name: string): Models.OrganizationalContact {
  return new Models.OrganizationalContact({ name, email: `${name}@example.org`, phone: "1" });
}

function entity(name: string): Models.OrganizationalEntity {
  return new Models.OrganizationalEntity({
    name,
    url: new Set(["https://example.org", new URL("https://example.com")]),
    contact: new Models.OrganizationalContactRepository([contact("a"), contact("b")]),
  });
}

/** A bill of materials with all that the library's models hold. */
function completeBom(): Models.Bom {
  const text = new Models.Attachment("bGljZW5jZQ==", {
    contentType: "text/plain",
    encoding: Enums.AttachmentEncoding.Base64,
  });
  const hashes = new Models.HashDictionary([[Enums.HashAlgorithm["SHA-1"], "a".repeat(40)]]);
  const properties = new Models.PropertyRepository([
    new Models.Property("internal:a", "1 < 2 & 3"),
    new Models.Property("internal:b", ""),
  ]);
  const externalReferences = new Models.ExternalReferenceRepository([
    new Models.ExternalReference("https://example.org/vcs", Enums.ExternalReferenceType.VCS, {
      comment: "line\nbreak",
      hashes,
    }),
  ]);
  const spdx = new Models.SpdxLicense("MIT", { text, url: "https://example.org/mit", properties });
  spdx.acknowledgement = Enums.LicenseAcknowledgement.Declared;
  const component = new Models.Component(Enums.ComponentType.Library, "library", {
    bomRef: "library",
    author: "author",
    copyright: "© 2026",
    description: "d",
    externalReferences,
    group: "group",
    hashes,
    licenses: new Models.LicenseRepository([spdx, new Models.NamedLicense("own", { text })]),
    publisher: "publisher",
    purl: "pkg:npm/group/library@1",
    scope: Enums.ComponentScope.Required,
    supplier: entity("supplier"),
    swid: new Models.SWID("tag", "swid", {
      version: "1",
      patch: true,
      tagVersion: 2,
      text,
      url: "https://example.org/swid",
    }),
    version: "1",
    cpe: "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*",
    properties,
    evidence: new Models.ComponentEvidence({
      licenses: new Models.LicenseRepository([new Models.LicenseExpression("MIT OR ISC")]),
      copyright: new Models.CopyrightRepository(["© someone"]),
    }),
  });
  const inner = new Models.Component(Enums.ComponentType.File, "inner", { bomRef: "inner" });
  component.components.add(inner);
  component.dependencies.add(inner.bomRef);
  const service = new Models.Service("service", {
    bomRef: "service",
    provider: entity("provider"),
    licenses: new Models.LicenseRepository([new Models.LicenseExpression("ISC")]),
    externalReferences,
    properties,
  });
  const source = new Models.Vulnerability.Source({ name: "s", url: "https://example.org" });
  const vulnerability = new Models.Vulnerability.Vulnerability({
    bomRef: "vulnerability",
    id: "CVE-2026-1",
    source,
    references: new Models.Vulnerability.ReferenceRepository([
      new Models.Vulnerability.Reference("GHSA-1", source),
    ]),
    ratings: new Models.Vulnerability.RatingRepository([
      new Models.Vulnerability.Rating({
        source,
        score: 9.8,
        severity: Enums.Vulnerability.Severity.Critical,
        method: Enums.Vulnerability.RatingMethod.CVSSv31,
        vector: "AV:N",
        justification: "j",
      }),
    ]),
    cwes: new Types.CweRepository([79, 80]),
    description: "d",
    detail: "e",
    recommendation: "r",
    advisories: new Models.Vulnerability.AdvisoryRepository([
      new Models.Vulnerability.Advisory("https://example.org/a", { title: "t" }),
    ]),
    created: new Date("2026-01-01T00:00:00Z"),
    // The library writes the first time in place of both into XML.
    published: new Date("2026-01-01T00:00:00Z"),
    updated: new Date("2026-01-01T00:00:00Z"),
    credits: new Models.Vulnerability.Credits({
      organizations: new Models.OrganizationalEntityRepository([entity("o")]),
      individuals: new Models.OrganizationalContactRepository([contact("i")]),
    }),
    analysis: new Models.Vulnerability.Analysis({
      state: Enums.Vulnerability.AnalysisState.NotAffected,
      justification: Enums.Vulnerability.AnalysisJustification.CodeNotReachable,
      response: new Enums.Vulnerability.AnalysisResponseRepository([
        Enums.Vulnerability.AnalysisResponse.Update,
      ]),
      detail: "d",
    }),
    affects: new Models.Vulnerability.AffectRepository([
      new Models.Vulnerability.Affect(component.bomRef, {
        versions: new Models.Vulnerability.AffectedVersionRepository([
          new Models.Vulnerability.AffectedSingleVersion("1", {
            status: Enums.Vulnerability.AffectStatus.Affected,
          }),
          new Models.Vulnerability.AffectedVersionRange("vers:npm/*"),
        ]),
      }),
    ]),
    properties,
  });
  return new Models.Bom({
    version: 7,
    serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    metadata: new Models.Metadata({
      timestamp: new Date("2026-01-01T00:00:00Z"),
      lifecycles: new Models.LifecycleRepository([
        Enums.LifecyclePhase.Build,
        new Models.NamedLifecycle("own", { description: "d" }),
      ]),
      tools: new Models.Tools({
        tools: new Models.ToolRepository([
          new Models.Tool({ vendor: "v", name: "t", version: "1", hashes, externalReferences }),
        ]),
      }),
      authors: new Models.OrganizationalContactRepository([contact("author")]),
      component: new Models.Component(Enums.ComponentType.Application, "app", { bomRef: "app" }),
      manufacture: entity("manufacture"),
      supplier: entity("supplier"),
      licenses: new Models.LicenseRepository([new Models.NamedLicense("document")]),
      properties,
    }),
    components: new Models.ComponentRepository([component]),
    services: new Models.ServiceRepository([service]),
    vulnerabilities: new Models.Vulnerability.VulnerabilityRepository([vulnerability]),
  });
}

describe("readCycloneDxXml", () => {
  it.each(Object.values(Spec.SpecVersionDict))(
    "reads what the CycloneDX library writes as $version like its JSON",
    (spec) => {
      const options = { sortLists: true };
      const bom = completeBom();
      const xml = new Serialize.XML.Normalize.Factory(spec).makeForBom().normalize(bom, options);
      const json = new Serialize.JSON.Normalize.Factory(spec).makeForBom().normalize(bom, options);
      const { $schema, ...document } = JSON.parse(JSON.stringify(json));
      const {
        document: read,
        version,
        problems,
      } = readCycloneDxXmlText(renderXml(nodeOf(xml, "")));
      expect(problems).toEqual([]);
      expect(version).toBe(spec.version);
      // XML has no empty value of a property.
      const known = /\/properties\/\d+\/value$/;
      const found = differences(read, document, "xml", version);
      expect(found.filter((pointer) => !known.test(pointer))).toEqual([]);
      expect(JSON.stringify(read).length).toBeGreaterThan(2000);
    },
  );
});
