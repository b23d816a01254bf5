import {
  isImageError,
  parseDockerManifest,
  parseImageConfiguration,
  parseImageIndex,
  parseImageManifest,
  parseManifestType,
} from "@coppice/image";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const digest = `sha256:${"ab".repeat(32)}`;
const blob = { mediaType: "application/x", digest, size: 3 };
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const parsers = [
  parseDockerManifest,
  parseImageConfiguration,
  parseImageIndex,
  parseImageManifest,
  parseManifestType,
];

test("an index lists descriptors with platform and annotations", () => {
  const platform = { os: "linux", architecture: "arm64", variant: "v8", "os.version": "1" };
  const index = { manifests: [{ ...blob, platform, annotations: { a: "b", c: 1 } }, blob] };
  expect(parseImageIndex(bytes(index), "index").manifests).toEqual([
    {
      ...blob,
      platform: { os: "linux", architecture: "arm64", variant: "v8", osVersion: "1" },
      annotations: { a: "b" },
    },
    blob,
  ]);
});

test("a manifest names a configuration and layers", () => {
  const manifest = { schemaVersion: 2, config: blob, layers: [blob, blob] };
  expect(parseImageManifest(bytes(manifest), "m")).toEqual({ config: blob, layers: [blob, blob] });
});

test.each([
  [{ manifests: [] }, "application/vnd.oci.image.index.v1+json"],
  [{ layers: [], mediaType: "application/vnd.oci.image.index.v1+json" }, manifestType],
  [{ schemaVersion: 1 }, manifestType],
])("what %j is does not hang on what it says of itself", (document, type) => {
  expect(parseManifestType(bytes(document), "m")).toBe(type);
});

test("docker's manifest may have null where it has nothing", () => {
  const images = [{ Config: "c.json", RepoTags: null, Layers: null }];
  expect(parseDockerManifest(bytes(images), "m")).toEqual([
    { config: "c.json", repoTags: [], layers: [] },
  ]);
});

test("members are found as programs in Go find them, without regard to case", () => {
  const folded = { mediatype: blob.mediaType, Digest: digest, "\u017fize": 3 };
  const manifest = { Config: folded, layerS: [] };
  expect(parseImageManifest(bytes(manifest), "m")).toEqual({ config: blob, layers: [] });
  const configuration = { ROOTFS: { Diff_ids: [digest] }, config: { env: ["A=b"] } };
  expect(parseImageConfiguration(bytes(configuration), "c")).toEqual({
    rootfs: { type: "layers", diff_ids: [digest] },
    config: { Env: ["A=b"] },
  });
  expect(parseDockerManifest(bytes([{ config: "c.json" }]), "m")).toEqual([
    { config: "c.json", repoTags: [], layers: [] },
  ]);
});

test.each<[(typeof parsers)[number], string]>([
  [parseImageManifest, `{"config":${JSON.stringify(blob)},"layers":[],"Layers":[]}`],
  [parseImageManifest, `{"config":${JSON.stringify(blob)},"layers":[1],"layers":[]}`],
  [parseImageIndex, '{"manifests":[],"\\u006danifests":[]}'],
  [parseImageIndex, '{"manifests":[],"MANIFESTS":[]}'],
  [parseImageConfiguration, '{"rootfs":{"diff_ids":[],"Diff_IDs":[]}}'],
  [parseImageConfiguration, '{"config":{"Env":["A=b"],"env":["A=c"]}}'],
  [parseDockerManifest, '[{"Config":"a","config":"b"}]'],
  [parseManifestType, '{"layers":[],"x":{"a":1,"a":2}}'],
])("%o refuses a member that is there twice: %s", (parse, text) => {
  expect(() => parse(Buffer.from(text), "document")).toThrow(/^document has (a|the) member/);
});

test("names that differ in case alone are kept where they mean nothing", () => {
  const config = { Labels: { a: "1", A: "2" } };
  expect(parseImageConfiguration(bytes({ config }), "c")).toEqual({ config });
});

test("a configuration keeps what is unknown and drops null", () => {
  const configuration = {
    architecture: "amd64",
    config: {
      Entrypoint: null,
      Env: ["A=b"],
      OnBuild: null,
      Healthcheck: { Test: null, Interval: 3 },
      ArgsEscaped: true,
    },
    docker_version: "1",
    author: null,
    rootfs: { type: "layers", diff_ids: [digest] },
    history: [{ created_by: "x", empty_layer: true }],
  };
  expect(parseImageConfiguration(bytes(configuration), "c")).toEqual({
    architecture: "amd64",
    config: { Env: ["A=b"], Healthcheck: { Interval: 3 }, ArgsEscaped: true },
    docker_version: "1",
    rootfs: { type: "layers", diff_ids: [digest] },
    history: [{ created_by: "x", empty_layer: true }],
  });
});

test("__proto__ is a member like others and no prototype", () => {
  const text = '{"config":{"__proto__":{"User":"root"},"Labels":{"__proto__":"x"}}}';
  const { config } = parseImageConfiguration(Buffer.from(text), "c");
  expect(Object.keys(config ?? {})).toEqual(["__proto__", "Labels"]);
  expect(config?.User).toBeUndefined();
});

describe.each([
  ["no JSON", Buffer.from("{")],
  ["no object", bytes(3)],
  ["deep nesting", Buffer.from(`${"[".repeat(100_000)}`)],
  ["deep nesting that closes", Buffer.from(`{"a":${"[".repeat(65)}${"]".repeat(65)}}`)],
  ["too many bytes", Buffer.alloc((8 << 20) + 1, " ")],
])("a document with %s", (_, input) => {
  test.each(parsers.map((parse) => [parse.name, parse] as const))(
    "is refused by %s",
    (_name, parse) => {
      expect(() => parse(input, "doc")).toThrow(
        expect.objectContaining({ code: "IMAGE_INVALID", message: expect.stringMatching(/^doc /) }),
      );
    },
  );
});

test("brackets in strings are not nesting", () => {
  const config = { Cmd: [`${"[{".repeat(200)}"\\"`] };
  expect(parseImageConfiguration(bytes({ config }), "c")).toEqual({ config });
});

test.each([
  [parseImageIndex, {}],
  [parseImageIndex, { manifests: [3] }],
  [parseImageIndex, { manifests: [{ ...blob, digest: "sha256:../../etc/passwd" }] }],
  [parseImageIndex, { manifests: [{ ...blob, digest: "md5:00" }] }],
  [parseImageIndex, { manifests: [{ ...blob, size: -1 }] }],
  [parseImageIndex, { manifests: [{ ...blob, size: "3" }] }],
  [parseImageIndex, { manifests: [{ digest, size: 3 }] }],
  [parseImageIndex, { manifests: [{ ...blob, platform: { os: 3 } }] }],
  [parseImageIndex, { manifests: [], layers: [] }],
  [parseImageIndex, { manifests: [], config: blob }],
  [parseImageManifest, { config: blob }],
  [parseImageManifest, { config: blob, layers: [], manifests: [] }],
  [parseImageManifest, { schemaVersion: 1, config: blob, layers: [] }],
  [parseImageManifest, { layers: [] }],
  [parseImageConfiguration, { architecture: 3 }],
  [parseImageConfiguration, { created: {} }],
  [parseImageConfiguration, { config: [] }],
  [parseImageConfiguration, { config: { Env: "A=b" } }],
  [parseImageConfiguration, { config: { Entrypoint: [1] } }],
  [parseImageConfiguration, { config: { Labels: { a: 1 } } }],
  [parseImageConfiguration, { config: { Healthcheck: { Test: "x" } } }],
  [parseImageConfiguration, { rootfs: { diff_ids: ["x"] } }],
  [parseImageConfiguration, { rootfs: 1 }],
  [parseDockerManifest, {}],
  [parseDockerManifest, [1]],
  [parseDockerManifest, [{ Config: "c", Layers: [1] }]],
])("%o refuses %j", (parse, value) => {
  expect(() => parse(bytes(value), "doc")).toThrow(
    expect.objectContaining({ code: "IMAGE_INVALID" }),
  );
});

test("whatever the JSON, parsers give a value or a coded error", () => {
  const key = fc.constantFrom(
    "manifests",
    "config",
    "layers",
    "rootfs",
    "diff_ids",
    "Config",
    "Env",
    "digest",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(null, 1, "x", digest, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(...parsers), (input, parse) => {
      try {
        parse(bytes(input), "doc");
      } catch (error) {
        if (!isImageError(error)) throw error;
      }
    }),
  );
});
