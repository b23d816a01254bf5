import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonValue } from "../src/json/json-value.ts";
import { isArrayShape, type Spdx2Shape, spdx2Shape } from "../src/spdx2/encodings/spdx2-shape.ts";
import {
  annotationTypes,
  checksumAlgorithms,
  fileTypes,
  packagePurposes,
  referenceCategories,
  relationshipTypes,
} from "../src/spdx2/encodings/spdx2-words.ts";
import { corpus } from "./spdx2-corpus.ts";

const versions = ["2.2", "2.3"] as const;

describe.skipIf(corpus === undefined)("spdx2Shape", () => {
  it("has the members and types of the official schemas together", () => {
    const shapes = versions.map((version) => facts(shapeOf(schemaOf(version))));
    expect(facts(spdx2Shape)).toEqual([...new Set(shapes.flat())].sort());
  });

  it("knows every word that the official schemas list", () => {
    const lists = [
      annotationTypes,
      checksumAlgorithms,
      fileTypes,
      packagePurposes,
      referenceCategories,
      relationshipTypes,
    ];
    const words = versions.flatMap((version) => enumsOf(schemaOf(version)));
    const known = (word: string) => lists.map((list) => list.lookup(word)).filter(Boolean);
    expect(words.length).toBeGreaterThan(100);
    for (const word of words) expect(known(word)).toContain(word.replace(/_(MANAGER|ID)$/, "-$1"));
  });
});

function schemaOf(version: string): JsonValue {
  const file = `schemas/spdx/resources/spdx-schema-v${version}.json`;
  return JSON.parse(readFileSync(join(corpus ?? "", file), "utf8"));
}

function shapeOf(schema: JsonValue | undefined): Spdx2Shape {
  if (!isJsonObject(schema)) return "any";
  const { type, properties, items } = schema;
  if (type === "array") {
    const inner = shapeOf(items);
    return [isArrayShape(inner) ? "any" : inner];
  }
  if (isJsonObject(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, shapeOf(member)]),
    );
  }
  return type === "string" || type === "boolean" || type === "integer" ? type : "any";
}

/** A line for each member with its type. */
function facts(shape: Spdx2Shape, path = ""): readonly string[] {
  if (isArrayShape(shape)) return facts(shape[0], `${path}[]`);
  if (typeof shape === "string") return [`${path}: ${shape}`];
  return Object.entries(shape)
    .flatMap(([name, member]) => facts(member, `${path}.${name}`))
    .sort();
}

function enumsOf(schema: JsonValue | undefined): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) =>
    name === "enum" && Array.isArray(value)
      ? value.filter((word) => typeof word === "string")
      : enumsOf(value),
  );
}
