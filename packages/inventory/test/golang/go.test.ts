import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dpkgExtractor, goExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseGoModules } from "../../src/golang/parse-go-modules.ts";
import { versionOfFlags } from "../../src/golang/version-of-flags.ts";
import { forgeries } from "../binary/forge.ts";
import { firstOffset } from "../binary/render-object.ts";
import { dpkgFiles, reasonOf, takeInventory } from "../take-inventory.ts";
import { renderGoProgram, renderInlineInfo, renderPointedInfo } from "./render-go-build-info.ts";

const modules = [
  "path\texample.com/app/cmd/app",
  "mod\texample.com/app\tv1.2.0\th1:x=",
  "dep\tgithub.com/a/b\tv0.1.0\th1:x=",
  "dep\tgo.uber.org/old\tv1.0.0",
  "=>\tgo.uber.org/new\tv1.0.1\th1:x=",
  "dep\texample.com/near\tv0.0.0",
  "=>\t../near\t",
  "build\tCGO_ENABLED=0",
  "",
].join("\n");

const read = (files: Readonly<Record<string, string | Uint8Array>>, extractors = [goExtractor]) =>
  takeInventory(files, { extractors });
const named = (bom: Bom) =>
  bom.packages.map(({ name, version = "?" }) => `${name}@${version}`).sort();
const expected = [
  "example.com/app@v1.2.0",
  "example.com/near@v0.0.0",
  "github.com/a/b@v0.1.0",
  "go.uber.org/new@v1.0.1",
  "stdlib@1.22.3",
];

describe.each(["elf", "stripped", "mach-o", "pe"] as const)("a Go program (%s)", (kind) => {
  test("tells its modules where they stand in place", async () => {
    const format = { bits: 64, order: "little" } as const;
    const info = renderInlineInfo("go1.22.3", modules);
    const bom = await read({ "/app": renderGoProgram(kind, info, format).file });
    expect(named(bom)).toEqual(expected);
    expect(bom.problems).toEqual([]);
    expect(bom.packages[0]?.foundAt).toEqual({ path: "/app", offset: firstOffset });
  });

  test.each([
    { bits: 32, order: "little" },
    { bits: 64, order: "little" },
    ...(kind === "pe"
      ? []
      : ([
          { bits: 32, order: "big" },
          { bits: 64, order: "big" },
        ] as const)),
  ] as const)("tells them through pointers of $bits bits, $order end first", async (format) => {
    const info = renderPointedInfo("go1.22.3", modules, format);
    const bom = await read({ "/app": renderGoProgram(kind, info, format).file });
    expect(named(bom)).toEqual(expected);
  });
});

const program = renderGoProgram("elf", renderInlineInfo("go1.22.3", modules), {
  bits: 64,
  order: "little",
}).file;

test("gives purls, edges from the program, and its file to all of them", async () => {
  const bom = await read({ "/app": program });
  expect(bom.packages.map(({ purl }) => purl).sort()).toEqual([
    "pkg:golang/example.com/app@v1.2.0",
    "pkg:golang/example.com/near@v0.0.0",
    "pkg:golang/github.com/a/b@v0.1.0",
    "pkg:golang/go.uber.org/new@v1.0.1",
    "pkg:golang/stdlib@1.22.3",
  ]);
  expect(bom.dependencies).toHaveLength(4);
  expect(bom.dependencies[0]).toEqual({
    from: "pkg:golang/example.com/app@v1.2.0",
    kind: "runtime",
    requirement: "example.com/near@v0.0.0",
    satisfiedBy: ["pkg:golang/example.com/near@v0.0.0"],
    readFrom: "/app",
  });
  expect(reasonOf(bom, "/app")).toEqual({
    kind: "owned",
    by: ["example.com/app", "stdlib", "github.com/a/b", "go.uber.org/new", "example.com/near"],
  });
});

test("leaves a program with the system's package that brought it", async () => {
  const bom = await read({ ...dpkgFiles({ app: { list: ["/app"] } }), "/app": program }, [
    dpkgExtractor,
    goExtractor,
  ]);
  expect(reasonOf(bom, "/app")).toEqual({ kind: "owned", by: ["app"] });
  const [debian] = bom.packages.filter(({ ecosystem }) => ecosystem === "deb");
  const owners = bom.packages.flatMap(({ ecosystem, ownedBy }) =>
    ecosystem === "golang" ? [ownedBy] : [],
  );
  expect(new Set(owners)).toEqual(new Set([debian?.id]));
});

test("knows Go's library alone of a program without modules, and no version of a compiler of one's own", async () => {
  const format = { bits: 64, order: "little" } as const;
  const bare = renderGoProgram("elf", renderInlineInfo("devel +abc", ""), format).file;
  const bom = await read({ "/bare": bare });
  expect(named(bom)).toEqual(["stdlib@?"]);
  expect(bom.dependencies).toEqual([]);
});

test("says what is damaged", async () => {
  const damaged = program.slice();
  damaged[firstOffset + 32] = 0xff;
  damaged[firstOffset + 33] = 0xff;
  const bom = await read({ "/app": damaged, "/mac": Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 0, 0) });
  expect(bom.packages).toEqual([]);
  expect(bom.problems.map(({ code, path }) => [code, path])).toEqual([
    ["GO_BUILD_INFO_INVALID", "/app"],
    ["CONTENT_INVALID", "/mac"],
  ]);
});

test.each(["elf", "stripped", "mach-o", "pe"] as const)(
  "gives packages or problems of any %s program, and does not fail",
  async (kind) => {
    const format = { bits: 64, order: "little" } as const;
    const info = renderPointedInfo("go1.17", modules, format);
    const { file } = renderGoProgram(kind, info, format);
    await fc.assert(
      fc.asyncProperty(forgeries(file), async (forged) => {
        const { problems } = await read({ "/app": forged });
        expect(problems.map(({ code }) => code)).not.toContain("EXTRACTOR_FAILED");
      }),
      { numRuns: 60 },
    );
  },
);

test("reads settings that are quoted, and lines that are none", () => {
  const { settings, main, dependencies } = parseGoModules(
    'build\t-ldflags="-X main.version=\\"1\\""\nbuild\t-a=`b`\nbuild\tbad\nbuild\t-q="\\x00"\n=>\tlost\tv1\ndep\t\n',
  );
  expect([...settings]).toEqual([
    ["-ldflags", '-X main.version="1"'],
    ["-a", "b"],
    ["-q", '"\\x00"'],
  ]);
  expect({ main, dependencies }).toEqual({ main: undefined, dependencies: [] });
});

test.each([
  ["-s -w -X main.version=1.2.3", "v1.2.3"],
  ["-X 'example.com/app/internal.Version=v2.0.0-rc.1'", "v2.0.0-rc.1"],
  ["-X=main.version=1.2.3", "v1.2.3"],
  ["-X main.version=1.2.3 -X example.com/app.Version=v1.2.3", "v1.2.3"],
  ["-X main.version=1.2.3 -X main.Version=1.2.4", undefined],
  ["-X github.com/other/lib.version=1.2.3", undefined],
  ["-X main.apiVersion=1.2.3 -X main.version=dirty -extldflags -static", undefined],
  ["", undefined],
])("takes from %j the version %j", (flags, version) => {
  expect(versionOfFlags(flags, "example.com/app")).toBe(version);
});

const hasGo = spawnSync("go", ["version"]).status === 0;

describe.skipIf(!hasGo)("beside the go command", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "coppice-go-"));
    mkdirSync(join(folder, "dep"));
    writeFileSync(join(folder, "dep/go.mod"), "module example.com/dep\n");
    writeFileSync(join(folder, "dep/dep.go"), "package dep\n\nconst Name = 1\n");
    writeFileSync(
      join(folder, "go.mod"),
      "module example.com/app\n\nrequire example.com/dep v1.2.3\n\nreplace example.com/dep => ./dep\n",
    );
    writeFileSync(
      join(folder, "main.go"),
      'package main\n\nimport "example.com/dep"\n\nvar version string\n\nfunc main() { println(dep.Name, version) }\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["linux", "windows", "darwin"])(
    "finds what `go version -m` prints of a program for %s",
    async (system) => {
      const env = { ...process.env, GOOS: system, GOARCH: "amd64", CGO_ENABLED: "0" };
      const options = {
        cwd: folder,
        env: { ...env, GOPROXY: "off", GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" },
      };
      const flags = ["-ldflags=-s -w -X main.version=3.2.1", "-buildvcs=false"];
      execFileSync("go", ["build", ...flags, "-o", system, "."], options);
      const printed = execFileSync("go", ["version", "-m", system], options).toString();
      const bom = await read({ "/app": readFileSync(join(folder, system)) });
      const [, toolchain = ""] = /: go(\S+)/.exec(printed) ?? [];
      expect(printed).toContain("mod\texample.com/app\t(devel)");
      expect(printed).toContain("dep\texample.com/dep\tv1.2.3");
      expect(named(bom)).toEqual([
        "example.com/app@v3.2.1",
        "example.com/dep@v1.2.3",
        `stdlib@${toolchain}`,
      ]);
    },
  );
});
