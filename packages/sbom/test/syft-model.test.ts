import { parseSbom } from "@coppice/sbom";
import { expect, test } from "vitest";

const schema = {
  version: "16.0.0",
  url: "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json",
};

test("the model of Syft has its source, its packages with their places and its files", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const { components, relationships, subjects, creators } = parseSbom(
    JSON.stringify({
      artifacts: [
        {
          id: "1",
          name: "a",
          version: "1.0",
          purl: "pkg:npm/a@1.0",
          cpes: [{ cpe: "cpe:2.3:a:a:a:1.0:*:*:*:*:*:*:*" }, "cpe:2.3:a:b:b:1.0:*:*:*:*:*:*:*"],
          licenses: [
            "MIT",
            { value: "ISC", spdxExpression: "ISC", type: "declared" },
            { value: "Own", spdxExpression: "", type: "x", urls: ["https://l.example"] },
            "",
          ],
          locations: [{ path: "/app/package.json", layerID: digest }],
        },
        { id: "2", name: "b" },
        "no object",
      ],
      artifactRelationships: [
        { parent: "2", child: "1", type: "dependency-of" },
        { parent: "1", child: "f", type: "contains" },
        { parent: "1" },
      ],
      files: [
        {
          id: "f",
          location: { path: "/app/a.js", layerID: digest },
          digests: [{ algorithm: "sha1", value: "b" }, {}],
        },
      ],
      source: { id: "s", type: "image", target: { userInput: "shop:1", manifestDigest: digest } },
      descriptor: { name: "syft", version: "1.0" },
      schema,
    }),
  );
  expect(subjects).toEqual(["s"]);
  expect(creators).toMatchObject([{ kind: "tool", name: "syft", version: "1.0" }]);
  expect(components).toMatchObject([
    { ref: "s", type: "container", name: "shop:1", hashes: [digest] },
    {
      ref: "1",
      purls: ["pkg:npm/a@1.0"],
      cpes: ["cpe:2.3:a:a:a:1.0:*:*:*:*:*:*:*", "cpe:2.3:a:b:b:1.0:*:*:*:*:*:*:*"],
      licenses: [
        { expression: "MIT" },
        { expression: "ISC", acknowledgement: "declared" },
        { name: "Own", url: "https://l.example" },
      ],
      layer: digest,
      evidence: { occurrences: [{ location: "/app/package.json" }] },
    },
    { ref: "2", evidence: undefined },
    { ref: "f", type: "file", name: "/app/a.js", hashes: ["sha1:b"], layer: digest },
  ]);
  expect(relationships).toMatchObject([
    { from: "1", kind: "dependsOn", to: "2" },
    { from: "1", kind: "contains", to: "f" },
  ]);
});

test("a directory is named by its path", () => {
  const read = (source: object) =>
    parseSbom(JSON.stringify({ artifacts: [], source, schema })).components[0];
  expect(read({ type: "directory", target: "/srv" })).toMatchObject({
    ref: "#/source",
    type: "file",
    name: "/srv",
  });
  expect(
    read({ type: "directory", name: "shop", version: "1", metadata: { path: "/srv" } }),
  ).toMatchObject({ name: "shop", version: "1" });
  expect(read({ type: "snap" })?.type).toBeUndefined();
});
