import { nugetExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDepsJson, parseRuntimeConfig } from "../../src/nuget/parse-deps-json.ts";
import { forgeries } from "../binary/forge.ts";
import { firstOffset, renderPe } from "../binary/render-object.ts";
import { renderPeVersion, renderResources } from "../pe/render-pe-version.ts";
import { dpkgFiles, reasonOf, takeInventory } from "../take-inventory.ts";

/** In the form that `dotnet publish` of .NET 8 writes. */
const deps = {
  runtimeTarget: { name: ".NETCoreApp,Version=v8.0/linux-x64", signature: "" },
  compilationOptions: {},
  targets: {
    ".NETCoreApp,Version=v8.0": {},
    ".NETCoreApp,Version=v8.0/linux-x64": {
      "App/1.0.0": {
        dependencies: {
          "Newtonsoft.Json": "13.0.3",
          Localized: "2.0.0",
          Compile: "1.0.0",
          Lost: "9.0.0",
        },
        runtime: { "App.dll": {} },
      },
      "Newtonsoft.Json/13.0.3": {
        runtime: { "lib/net6.0/Newtonsoft.Json.dll": { assemblyVersion: "13.0.0.0" } },
      },
      "Localized/2.0.0": {
        dependencies: { "newtonsoft.json": "13.0.3" },
        resources: { "lib/net6.0/de/Localized.resources.dll": { locale: "de" } },
        runtimeTargets: { "runtimes/linux/lib/x.so": { rid: "linux", assetType: "native" } },
        native: { "runtimes/linux-x64/native/../../../opt/secret": {} },
      },
      "Compile/1.0.0": {},
    },
  },
  libraries: {
    "App/1.0.0": { type: "project", serviceable: false, sha512: "" },
    "Newtonsoft.Json/13.0.3": {
      type: "package",
      serviceable: true,
      sha512: `sha512-${btoa("a".repeat(64))}`,
    },
    "Localized/2.0.0": { type: "package", sha512: "sha512-q6g=" },
    "Compile/1.0.0": { type: "package", sha512: "sha512-%" },
    nameless: {},
  },
};
const config = {
  runtimeOptions: { tfm: "net8.0", framework: { name: "Microsoft.NETCore.App", version: "8.0.0" } },
};
const framework = {
  runtimeTarget: ".NETCoreApp,Version=v8.0",
  targets: {
    ".NETCoreApp,Version=v8.0": {
      "Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { runtime: { "System.Runtime.dll": {} } },
    },
  },
  libraries: { "Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { type: "package" } },
};
const shared = "/usr/share/dotnet/shared/Microsoft.NETCore.App";
const files = {
  "/app/App.deps.json": `\ufeff${JSON.stringify(deps)}`,
  "/app/App.runtimeconfig.json": JSON.stringify(config),
  "/app/App.dll": "MZ",
  "/app/App": "",
  "/app/Newtonsoft.Json.dll": "MZ",
  "/app/de/Localized.resources.dll": "MZ",
  "/app/runtimes/linux/lib/x.so": "",
  "/opt/secret": "",
  [`${shared}/8.0.1/Microsoft.NETCore.App.deps.json`]: JSON.stringify(framework),
  [`${shared}/8.0.1/System.Runtime.dll`]: "MZ",
  [`${shared}/6.0.1/Microsoft.NETCore.App.deps.json`]: JSON.stringify(framework).replaceAll(
    "8.0",
    "6.0",
  ),
  [`${shared}/6.0.1/System.Runtime.dll`]: "MZ",
};
const read = (tree: Readonly<Record<string, string | Uint8Array>>) =>
  takeInventory(tree, { extractors: [nugetExtractor] });

describe("an application with a shared framework", () => {
  test("is made of the libraries that it lists, of which some leave nothing", async () => {
    const bom = await read(files);
    expect(bom.problems).toEqual([]);
    expect(bom.packages.map(({ purl, presence }) => [purl, presence])).toEqual([
      ["pkg:nuget/App@1.0.0", "installed"],
      ["pkg:nuget/Compile@1.0.0", "declared"],
      ["pkg:nuget/Localized@2.0.0", "installed"],
      ["pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@6.0.1", "installed"],
      ["pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1", "installed"],
      ["pkg:nuget/Newtonsoft.Json@13.0.3", "installed"],
    ]);
    expect(bom.packages.at(-1)?.digests).toEqual([`sha512:${"61".repeat(64)}`]);
    expect(bom.packages.at(-1)?.location).toBe("/app/App.deps.json");
  });

  test("gives files to their libraries, wherever publishing put them, and none outside", async () => {
    const bom = await read(files);
    const app = { kind: "owned", by: ["App"] };
    for (const name of ["App", "App.dll", "App.deps.json", "App.runtimeconfig.json"]) {
      expect(reasonOf(bom, `/app/${name}`), name).toEqual(app);
    }
    expect(reasonOf(bom, "/app/Newtonsoft.Json.dll")).toEqual({
      kind: "owned",
      by: ["Newtonsoft.Json"],
    });
    expect(reasonOf(bom, "/app/de/Localized.resources.dll")).toEqual({
      kind: "owned",
      by: ["Localized"],
    });
    expect(reasonOf(bom, "/app/runtimes/linux/lib/x.so")).toEqual({
      kind: "owned",
      by: ["Localized"],
    });
    expect(reasonOf(bom, "/opt/secret")).toEqual({ kind: "unowned" });
  });

  test("needs its libraries, and a framework of the same major version", async () => {
    const { dependencies } = await read(files);
    expect(
      dependencies.map(({ from, requirement, satisfiedBy }) => [from, requirement, ...satisfiedBy]),
    ).toEqual([
      ["pkg:nuget/App@1.0.0", "Compile@1.0.0", "pkg:nuget/Compile@1.0.0"],
      ["pkg:nuget/App@1.0.0", "Localized@2.0.0", "pkg:nuget/Localized@2.0.0"],
      ["pkg:nuget/App@1.0.0", "Lost@9.0.0"],
      [
        "pkg:nuget/App@1.0.0",
        "Microsoft.NETCore.App@8.0.0",
        "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1",
      ],
      ["pkg:nuget/App@1.0.0", "Newtonsoft.Json@13.0.3", "pkg:nuget/Newtonsoft.Json@13.0.3"],
      ["pkg:nuget/Localized@2.0.0", "newtonsoft.json@13.0.3", "pkg:nuget/Newtonsoft.Json@13.0.3"],
    ]);
  });
});

/** An assembly: what is .NET's has a directory of number 14. */
function assembly(strings: Readonly<Record<string, string>>, managed = true): Uint8Array {
  const version = renderPeVersion([4, 700, 22, 1], strings);
  const section = { name: ".rsrc", bytes: renderResources(version, firstOffset) };
  const directories = new Map([[2, ".rsrc"], ...(managed ? ([[14, ".rsrc"]] as const) : [])]);
  return renderPe([section], { bits: 32 }, directories).file;
}

describe("an assembly that no application lists", () => {
  test.each([
    [{ OriginalFilename: "Json.Net.dll", ProductVersion: "13.0.3+0a2e291c" }, "Json.Net@13.0.3"],
    [{ InternalName: "Odd.dll", ProductVersion: "2.0.0-rc.1" }, "Odd@2.0.0-rc.1"],
    [{ OriginalFilename: "Has space.dll", ProductVersion: "free text" }, "lone@4.700.22.1"],
  ])("is a package by its version resource %j", async (strings, expected) => {
    const bom = await read({ "/opt/lone.dll": assembly(strings) });
    expect(bom.packages.map(({ name, version }) => `${name}@${version}`)).toEqual([expected]);
    expect(bom.packages[0]?.foundAt).toEqual({ path: "/opt/lone.dll", offset: firstOffset + 112 });
    expect(reasonOf(bom, "/opt/lone.dll")).toMatchObject({ kind: "owned" });
  });

  test("is none as a library of Windows, as a translation, without a version, or damaged", async () => {
    const bom = await read({
      "/opt/native.dll": assembly({}, false),
      "/opt/de/x.resources.dll": assembly({}),
      "/opt/bare.dll": renderPe([], { bits: 32 }).file,
      "/opt/dos.dll": "MZ",
      "/opt/cut.dll": assembly({}).subarray(0, 0x90),
    });
    expect(bom.packages).toEqual([]);
    expect(bom.problems.map(({ code, path }) => [code, path])).toEqual([
      ["CONTENT_INVALID", "/opt/cut.dll"],
    ]);
  });

  test("stays with the system's package that brought it", async () => {
    const own = assembly({ ProductVersion: "1.0.0" });
    const bom = await takeInventory({
      ...dpkgFiles({ mono: { list: ["/a.dll"] } }),
      "/a.dll": own,
    });
    expect(bom.packages.map(({ name }) => name)).toEqual(["mono"]);
  });
});

test("lists what a lockfile declares, and not again what is there", async () => {
  const lockfile = {
    version: 1,
    dependencies: {
      "net8.0": {
        "Newtonsoft.Json": { type: "Direct", requested: "[13.0.3, )", resolved: "13.0.3" },
        Serilog: { type: "Direct", requested: "[3.0.0, )", resolved: "3.0.0" },
      },
    },
  };
  const bom = await read({ ...files, "/app/packages.lock.json": JSON.stringify(lockfile) });
  const declared = bom.packages.filter(({ location }) => location === "/app/packages.lock.json");
  expect(declared.map(({ purl, presence }) => [purl, presence])).toEqual([
    ["pkg:nuget/Serilog@3.0.0", "declared"],
  ]);
  expect(reasonOf(bom, "/app/packages.lock.json")).toMatchObject({ kind: "package-database" });
});

test.each([["{"], ["[]"], ['{"libraries":{}}']])(
  "says that a file lists no libraries: %s",
  async (text) => {
    const bom = await read({ "/app/x.deps.json": text, "/app/x.runtimeconfig.json": text });
    expect(bom.packages).toEqual([]);
    expect(bom.problems).toMatchObject([{ code: "NUGET_DEPS_INVALID", path: "/app/x.deps.json" }]);
  },
);

test("reads frameworks in each form, and names like __proto__ as they are", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(
    parseRuntimeConfig(
      bytes('{"runtimeOptions":{"frameworks":[{"name":"A","version":"1"},{"name":"B"},3]}}'),
    ),
  ).toEqual([
    ["A", "1"],
    ["B", ""],
  ]);
  const odd = '{"targets":{"t":{}},"libraries":{"__proto__/1":{"type":"project"},"/1":{},"a/":{}}}';
  expect(parseDepsJson(bytes(odd))).toEqual([
    { name: "__proto__", version: "1", type: "project", files: [], dependencies: [] },
  ]);
});

test("gives packages or problems of any files, and does not fail", async () => {
  const text = forgeries(new TextEncoder().encode(JSON.stringify(deps)));
  const library = forgeries(assembly({ ProductVersion: "1.0.0" }));
  await fc.assert(
    fc.asyncProperty(text, library, async (json, dll) => {
      const { problems } = await read({
        "/app/App.deps.json": json,
        "/app/App.dll": "MZ",
        "/lone.dll": dll,
      });
      expect(problems.map(({ code }) => code)).not.toContain("EXTRACTOR_FAILED");
    }),
    { numRuns: 60 },
  );
});
