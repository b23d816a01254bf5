import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../src/json/json-value.ts";
import { readSpdx3JsonLd } from "../src/spdx3/encodings/read-spdx3-json-ld.ts";
import { outcomeOf } from "./spdx2-documents.ts";

const context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
const info = { type: "CreationInfo", "@id": "_:info", specVersion: "3.0.1" };
const person = { type: "Person", spdxId: "urn:person", creationInfo: "_:info" };

describe("readSpdx3JsonLd", () => {
  it("indexes the elements of a graph, also those inside others", () => {
    const inner = { type: "software_File", spdxId: "urn:file", creationInfo: "_:info" };
    const sbom = {
      type: "software_Sbom",
      spdxId: "urn:sbom",
      element: [inner, { "@id": "urn:x" }],
    };
    const document: JsonObject = { "@context": context, "@graph": [info, person, sbom] };
    const {
      version,
      document: same,
      elements,
      problems,
      creationInfoOf,
    } = readSpdx3JsonLd(document);
    expect(version).toBe("3.0.1");
    expect(same).toBe(document);
    expect([...elements]).toEqual([
      ["_:info", info],
      ["urn:person", person],
      ["urn:sbom", sbom],
      ["urn:file", inner],
    ]);
    expect(problems).toEqual([]);
    expect([creationInfoOf(person), creationInfoOf(inner), creationInfoOf(sbom)]).toEqual([
      info,
      info,
      undefined,
    ]);
  });

  it("takes an element that stands alone, with its creation information inside", () => {
    const creationInfo = { type: "CreationInfo", specVersion: "3.0.0" };
    const document = {
      "@context": ["https://spdx.org/rdf/3.0.0/spdx-context.jsonld", { my: "urn:my:" }],
      type: "Person",
      spdxId: "my:person",
      creationInfo,
    };
    const { version, elements, creationInfoOf, problems } = readSpdx3JsonLd(document);
    expect([version, [...elements.keys()], problems]).toEqual(["3.0.0", ["my:person"], []]);
    expect(creationInfoOf(document)).toBe(creationInfo);
  });

  it("says what is wrong with a graph", () => {
    const { problems, elements } = readSpdx3JsonLd({
      "@context": context,
      "@graph": [person, { ...person, name: "again" }, 7, { type: "Tool" }],
    });
    expect(problems.map(({ code }) => code)).toEqual([
      "ELEMENT_REPEATED",
      "ELEMENT_UNNAMED",
      "ELEMENT_UNNAMED",
      "CREATION_INFO_UNKNOWN",
    ]);
    expect(elements.get("urn:person")).toBe(person);
  });

  it.each<[JsonObject, string]>([
    [
      { "@context": "https://spdx.org/rdf/3.1.0/spdx-context.jsonld", type: "Person" },
      "VERSION_UNSUPPORTED",
    ],
    [{ "@context": "https://example.com/", type: "Person" }, "DOCUMENT_INVALID"],
    [{ type: "Person" }, "DOCUMENT_INVALID"],
    [{ "@context": context }, "DOCUMENT_INVALID"],
    [{ "@context": context, "@graph": [] }, "DOCUMENT_INVALID"],
    [{ "@context": context, "@graph": {} }, "DOCUMENT_INVALID"],
  ])("refuses %j", (document, code) => {
    expect(() => readSpdx3JsonLd(document)).toThrow(expect.objectContaining({ code }));
  });

  it("gives a result or a coded error for any members", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (graph, members) => {
        const value: JsonObject = JSON.parse(
          JSON.stringify({ type: members, spdxId: members, "@context": context, "@graph": graph }),
        );
        expect(outcomeOf(() => readSpdx3JsonLd(value))).toBe("fine");
      }),
    );
  });

  it("reads elements inside one another deeper than a stack is", () => {
    let element: JsonObject = person;
    for (let level = 0; level < 20_000; level += 1) element = { element };
    const { elements } = readSpdx3JsonLd({ "@context": context, "@graph": [info, element] });
    expect([...elements.keys()]).toEqual(["_:info", "urn:person"]);
  });
});
