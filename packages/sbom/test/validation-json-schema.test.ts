import type { ErrorObject } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPointer } from "../src/json/json-pointer.ts";
import { compileJsonSchema } from "../src/validation/compile-json-schema.ts";
import { type JsonSchemaFault, startRun } from "../src/validation/json-check.ts";
import type { JsonSchemaTable } from "../src/validation/json-schema-table.ts";
import { loadJsonSchema } from "../src/validation/load-schema.ts";
import { validTexts } from "./validation-corpus.ts";
import { cycloneDxDocument, spdxDocument } from "./validation-documents.ts";
import { draws, mutateJson } from "./validation-mutations.ts";
import { jsonReferee } from "./validation-referee.ts";

const schemas = [
  ["cyclonedx", "1.2-strict", "cyclonedx-json", "1.2"],
  ["cyclonedx", "1.4", "cyclonedx-json", "1.4"],
  ["cyclonedx", "1.6", "cyclonedx-json", "1.6"],
  ["cyclonedx", "1.7", "cyclonedx-json", "1.7"],
  ["spdx", "2.2", "spdx-json", "SPDX-2.2"],
  ["spdx", "2.3", "spdx-json", "SPDX-2.3"],
  ["spdx", "3.0.1", "spdx3-jsonld", "3.0.1"],
] as const;

for (const [family, version, format, named] of schemas) {
  const validate = jsonReferee(family, version);
  test.skipIf(validate === undefined)(
    `says of changed documents what ajv says with the official schema, ${family} ${version}`,
    { timeout: 30_000 },
    async () => {
      if (validate === undefined) return;
      const documents: unknown[] = validTexts(format, named, 20_000).map((text) =>
        JSON.parse(text.replace("\ufeff", "")),
      );
      if (version === "1.6") documents.push(cycloneDxDocument);
      if (version === "1.7") documents.push({ ...cycloneDxDocument, specVersion: "1.7" });
      if (version === "2.3") documents.push(spdxDocument);
      const strict = version.endsWith("strict");
      const plain = { family, version: version.replace("-strict", ""), encoding: "json" } as const;
      const check = await loadJsonSchema(plain, strict);
      const numRuns = version === "3.0.1" ? 60 : 150;
      fc.assert(
        fc.property(draws, (draw) => {
          const document = mutateJson(documents[draw(documents.length)], draw);
          const run = startRun(1000, 512);
          const fits = check(document, run);
          expect(fits).toBe(validate(document));
          expect(run.faults.length === 0).toBe(fits);
          const theirs = new Set((validate.errors ?? []).flatMap(placesOf));
          for (const { path, keyword } of run.faults) {
            // Ajv tells of one pair of equal items in an array, which need not be the first.
            const place = keyword === "uniqueItems" ? path.slice(0, -1) : path;
            expect(theirs).toContain(jsonPointer(place));
          }
        }),
        { numRuns },
      );
    },
  );
}

/** Where ajv's errors would be here: a member that is too much is a place of its own. */
function placesOf({ instancePath, params }: ErrorObject): readonly string[] {
  const member = params["additionalProperty"] ?? params["unevaluatedProperty"];
  if (member !== undefined) return [instancePath + jsonPointer([String(member)])];
  return [instancePath];
}

/** The faults of a value by a table of one schema. */
function faultsOf(nodes: JsonSchemaTable["nodes"], value: unknown): readonly JsonSchemaFault[] {
  const run = startRun(5, 64);
  compileJsonSchema({ root: 0, nodes }, new Set(["MIT"]))(value, run);
  return run.faults;
}

function said(nodes: JsonSchemaTable["nodes"], value: unknown): readonly string[] {
  return faultsOf(nodes, value).map(({ path, message }) => `${jsonPointer(path)} ${message}`);
}

test("tells in words what a keyword asks", () => {
  expect(said([{ type: "string" }], null)).toEqual([" must be of type string, not null"]);
  expect(said([{ type: ["string", "array"] }], 1)).toEqual([
    " must be of type string or array, not number",
  ]);
  expect(said([{ enum: ["a", "b"] }], "c")).toEqual([' must be one of "a", "b"']);
  expect(said([{ const: "a" }], "c")).toEqual([' must be "a"']);
  expect(said([{ licenses: true }], "mit")).toEqual([
    " must be an identifier of the SPDX licence list, in its exact spelling",
  ]);
  expect(said([{ minLength: 2, maxLength: 1 }], "😀")).toEqual([" must have 2 characters or more"]);
  expect(said([{ maxLength: 1 }], "ab")).toEqual([" must have 1 characters at most"]);
  expect(said([{ minimum: 1, maximum: 0 }], 0.5)).toEqual([
    " must be 1 or more",
    " must be 0 or less",
  ]);
  expect(said([{ minItems: 1 }], [])).toEqual([" must have 1 items or more, not 0"]);
  expect(said([{ maxItems: 1 }], [1, 2])).toEqual([" must have 1 items at most, not 2"]);
  expect(said([{ prefixItems: [1], additionalItems: false }, {}], [1, 2])).toEqual([
    " must have 1 items at most, not 2",
  ]);
  expect(said([{ not: 1 }, { type: "string" }], "a")).toEqual([
    " has a form that is not allowed here",
  ]);
  expect(said([{ required: ["a", "b"] }], { a: 1 })).toEqual([' must have "b"']);
  expect(said([{ additionalProperties: false, properties: { a: 1 } }, {}], { b: 1 })).toEqual([
    "/b is no member that is known here; known are a",
  ]);
  expect(said([{ additionalProperties: false }], { b: 1 })).toEqual([
    "/b is a member, and none is allowed here",
  ]);
});

test("tells items that are equal apart from those that only look alike, in any order of members", () => {
  const items = [
    { name: "a", x: [1, { y: 2 }] },
    { name: "a" },
    { x: [1, { y: 2 }], name: "a" },
    1,
    "1",
    1.0,
  ];
  expect(said([{ uniqueItems: true }], items)).toEqual([
    "/2 is the same as item 0",
    "/5 is the same as item 3",
  ]);
});

test("names the members of which one must be there where forms differ in that alone", () => {
  const nodes = [{ oneOf: [1, 2] }, { required: ["id"] }, { required: ["name"] }];
  expect(said(nodes, {})).toEqual([' must have "id" or "name"']);
  expect(said(nodes, { id: 1, name: 1 })).toEqual([" has several forms that exclude each other"]);
});

test("tells the faults of the form that was meant, and not those of every form", async () => {
  const check = await loadJsonSchema(
    { family: "cyclonedx", version: "1.6", encoding: "json" },
    true,
  );
  const run = startRun(10, 64);
  const licenses = [{ license: { id: "MITT" } }];
  check(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      components: [{ type: "library", name: "a", licenses }],
    },
    run,
  );
  expect(run.faults.map(({ path, keyword }) => `${jsonPointer(path)} ${keyword}`)).toEqual([
    "/components/0/licenses/0/license/id enum",
  ]);
});

test("keeps as many faults as asked for, and says that there are more", () => {
  const run = startRun(2, 64);
  const check = compileJsonSchema(
    { root: 0, nodes: [{ items: 1 }, { anyOf: [2] }, { type: "string" }] },
    new Set(),
  );
  check([1, 2, 3], run);
  expect([run.faults.length, run.truncated]).toEqual([2, true]);
});

test("forms inside one another take no more than linear work, also where nothing fits", async () => {
  const check = await loadJsonSchema({ family: "spdx", version: "3.0.0", encoding: "json" }, true);
  let element: unknown = { from: 5 };
  for (let level = 0; level < 200; level += 1) element = { from: element, creationInfo: "_:a" };
  const run = startRun(100, 512);
  expect(
    check(
      { "@context": "https://spdx.org/rdf/3.0.0/spdx-context.jsonld", "@graph": [element] },
      run,
    ),
  ).toBe(false);
  expect(run.faults.length).toBeGreaterThan(0);
});

test("says no more of a form than that none fits once it has looked for many", () => {
  const nodes = [
    { items: 1 },
    { anyOf: [2, 3] },
    { required: ["a"], type: "object" as const },
    { type: "null" as const },
  ];
  const run = startRun(5000, 64);
  compileJsonSchema({ root: 0, nodes }, new Set())(
    Array.from({ length: 2001 }, () => ({})),
    run,
  );
  expect(run.faults.at(-1)?.message).toBe("has none of the forms that are allowed here");
});
