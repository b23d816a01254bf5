import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { dpkgExtractor, javaExtractor, parseJimageModules } from "@coppice/inventory";
import { afterAll, describe, expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const folder = mkdtempSync(join(tmpdir(), "coppice-java-"));
afterAll(() => rmSync(folder, { recursive: true }));
const extractors = [dpkgExtractor, javaExtractor];
const has = (tool: string) => spawnSync(tool, ["--version"]).status === 0;
const write = (path: string, content: string | Uint8Array) => {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
};
const run = (tool: string, ...parameters: string[]) =>
  execFileSync(tool, parameters, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

describe.skipIf(!has("javac") || !has("jar"))("with the tools of a JDK", () => {
  test("finds the JARs that jar makes, also with another of the name within", async () => {
    write("src/org/example/A.java", "package org.example; public class A {}");
    write(
      "in/META-INF/maven/org.example/a/pom.properties",
      "groupId=org.example\nartifactId=a\nversion=1.2\n",
    );
    write("manifest", `Implementation-Vendor: ${"Ä".repeat(60)}\n`);
    run("javac", "-d", "in", "src/org/example/A.java");
    run("jar", "--create", "--file", "in-a.jar", "--manifest", "manifest", "-C", "in", ".");
    mkdirSync(join(folder, "war/WEB-INF/lib"), { recursive: true });
    writeFileSync(join(folder, "war/WEB-INF/lib/a.jar"), readFileSync(join(folder, "in-a.jar")));
    mkdirSync(join(folder, "app"));
    run("jar", "--create", "--file", "app/shop-3.war", "-C", "war", ".");
    run("jar", "--create", "--no-compress", "--file", "app/all-4.war", "-C", "war", ".");
    const bom = await takeInventory(openFolder(join(folder, "app")), { extractors });
    expect(bom.problems).toEqual([]);
    expect(
      bom.packages.map(({ name, version, location }) => `${name} ${version} ${location}`),
    ).toEqual([
      "all 4 /all-4.war",
      "shop 3 /shop-3.war",
      "org.example:a 1.2 /all-4.war!/WEB-INF/lib/a.jar",
      "org.example:a 1.2 /shop-3.war!/WEB-INF/lib/a.jar",
    ]);
    expect(bom.packages[2]?.supplier).toBe("Ä".repeat(60));
  });

  test.skipIf(!has("jlink"))(
    "finds a runtime that jlink made, with a module of the application's",
    async () => {
      write("module/module-info.java", "module org.example.app { }");
      write("module/org/example/app/Main.java", "package org.example.app; class Main {}");
      run(
        "javac",
        "-d",
        "modules/org.example.app",
        "module/module-info.java",
        "module/org/example/app/Main.java",
      );
      run(
        "jlink",
        "--module-path",
        "modules",
        "--add-modules",
        "org.example.app",
        "--output",
        "jre",
      );
      const bom = await takeInventory(openFolder(join(folder, "jre")), { extractors });
      const version = /JAVA_VERSION="([^"]+)"/.exec(
        readFileSync(join(folder, "jre/release"), "utf8"),
      )?.[1];
      expect(bom.problems).toEqual([]);
      expect(bom.packages.map(({ id }) => id)).toEqual([
        "maven:org.example.app",
        `pkg:generic/openjdk@${version}`,
      ]);
      expect(
        bom.files?.filter(({ path, attribution }) => path !== "/" && attribution.kind !== "owned"),
      ).toEqual([]);
      const file = readFileSync(join(folder, "jre/lib/modules"));
      const read = async ({ start, end }: { start: number; end: number }) =>
        file.subarray(start, end);
      const listed = run("jre/bin/java", "--list-modules")
        .trim()
        .split("\n")
        .map((line) => line.split("@")[0]);
      expect(await parseJimageModules(read)).toEqual(listed.sort());
    },
    120_000,
  );
});

describe.skipIf(!has("jmod"))("with jmod", () => {
  test("finds a module by what it declares, and none of a runtime's own", async () => {
    write("other/module-info.java", "module org.example.other { }");
    run("javac", "-d", "other/classes", "other/module-info.java");
    const version = ["--module-version", "1.5"];
    mkdirSync(join(folder, "mods"));
    run("jmod", "create", "--class-path", "other/classes", ...version, "mods/renamed.jmod");
    const bom = await takeInventory(openFolder(join(folder, "mods")), { extractors });
    expect(bom.problems).toEqual([]);
    expect(bom.packages.map(({ id }) => id)).toEqual(["maven:org.example.other@1.5"]);
    const file = readFileSync(join(folder, "mods/renamed.jmod"));
    const runtime = { "/jdk/release": 'JAVA_VERSION="17"\n', "/jdk/jmods/a.jmod": file };
    const owned = await takeInventory(runtime, { extractors });
    expect(owned.packages.map(({ id }) => id)).toEqual(["pkg:generic/openjdk@17"]);
    expect(reasonOf(owned, "/jdk/jmods/a.jmod")).toEqual({ kind: "owned", by: ["openjdk"] });
  });
});

test("finds runtimes by their records, and what was put into them", async () => {
  const bom = await takeInventory(
    {
      "/opt/jdk8/release": 'JAVA_VERSION="1.8.0_412"\nIMPLEMENTOR="Example"\n',
      "/opt/jdk8/jre/release": 'JAVA_VERSION="1.8.0_412"\n',
      "/opt/jdk8/jre/lib/rt.jar": "PK\u0005\u0006".padEnd(22, "\0"),
      "/opt/graal/release":
        'JAVA_VERSION="21"\nGRAALVM_VERSION="23.1"\nJAVA_RUNTIME_VERSION="21+35"\n',
      "/opt/oracle/release":
        'JAVA_VERSION="21.0.1"\nBUILD_TYPE="commercial"\nMODULES="java.base com.example"\n',
      "/etc/release": "Debian\n",
      "/opt/damaged/lib/modules": Uint8Array.of(0xca, 0xfe, 0xda, 0xda, ...new Uint8Array(23), 9),
      "/opt/large/lib/modules": Uint8Array.of(
        0xda,
        0xda,
        0xfe,
        0xca,
        ...new Uint8Array(24).fill(0xff),
      ),
      "/opt/other/lib/modules": "no modules of Java at all, only text",
    },
    { extractors },
  );
  expect(bom.packages.map(({ id, location }) => `${id} ${location}`)).toEqual([
    "maven:com.example /opt/oracle/lib/modules!/com.example",
    "pkg:generic/graalvm@23.1 /opt/graal",
    "pkg:generic/openjdk /opt/damaged",
    "pkg:generic/openjdk#/opt/large /opt/large",
    "pkg:generic/openjdk@1.8.0_412 /opt/jdk8",
    "pkg:generic/oracle-jdk@21.0.1 /opt/oracle",
  ]);
  expect(bom.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "JAVA_MODULES_INVALID /opt/damaged/lib/modules",
    "JAVA_MODULES_INVALID /opt/large/lib/modules",
  ]);
});

test("finds what an application has beside a runtime in its folder", async () => {
  const empty = "PK\u0005\u0006".padEnd(22, "\0");
  const files = {
    "/app/release": 'JAVA_VERSION="17"\n',
    "/app/lib/jrt-fs.jar": empty,
    "/app/shop-1.jar": empty,
    "/app/tools/jre/release": 'JAVA_VERSION="21"\n',
  };
  const bom = await takeInventory(files, { extractors });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "maven:shop@1",
    "pkg:generic/openjdk@17",
    "pkg:generic/openjdk@21",
  ]);
  expect(reasonOf(bom, "/app/lib/jrt-fs.jar")).toEqual({ kind: "owned", by: ["openjdk"] });
  expect(reasonOf(bom, "/app/shop-1.jar")).toEqual({ kind: "owned", by: ["shop"] });
});

test("gives a runtime in a system's own folder no more than its records", async () => {
  const files = {
    "/etc/x": "",
    "/srv/x": "",
    "/release": 'JAVA_VERSION="17"\n',
    "/usr/share/x": "",
    "/usr/release": 'JAVA_VERSION="17"\n',
    "/opt/app/a-1.jar": "PK\u0005\u0006".padEnd(22, "\0"),
  };
  const bom = await takeInventory(files, { extractors });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "maven:a@1",
    "pkg:generic/openjdk@17",
    "pkg:generic/openjdk@17#/usr",
  ]);
  expect(reasonOf(bom, "/srv/x")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/release")).toEqual({ kind: "owned", by: ["openjdk"] });
  expect(reasonOf(bom, "/usr/share/x")).toEqual({ kind: "unowned" });
});

describe.skipIf(spawnSync("gcc", ["--version"]).status !== 0)(
  "a program with an SBOM of GraalVM's form",
  () => {
    const build = (name: string, document: Uint8Array, length = document.length) => {
      const source = `
const unsigned char sbom[] = { ${[...document].join(",")} };
const unsigned long long sbom_length = ${length};
__attribute__((section(".svm_heap"))) char heap[2 << 20] = { 1 };
int main(void) { return 0; }
`;
      const file = write(`${name}.c`, source);
      mkdirSync(join(folder, name));
      run("gcc", "-rdynamic", "-o", join(name, "program"), file);
      return openFolder(join(folder, name));
    };

    test("lists what it was compiled from", async () => {
      const document = {
        components: [
          { "bom-ref": "1", group: "g", name: "a", version: "1" },
          { "bom-ref": "2", name: "b" },
          {},
        ],
        dependencies: [{ ref: "1", dependsOn: ["2", "3"] }],
      };
      const bom = await takeInventory(build("image", gzipSync(JSON.stringify(document))), {
        extractors,
      });
      expect(bom.problems).toEqual([]);
      const file = readFileSync(join(folder, "image/program"));
      expect(
        bom.packages.map(
          ({ id, foundAt }) => `${id} ${foundAt && file.readUInt16BE(foundAt.offset).toString(16)}`,
        ),
      ).toEqual(["maven:b 1f8b", "pkg:maven/g/a@1 1f8b"]);
      expect(bom.dependencies).toMatchObject([
        { from: "pkg:maven/g/a@1", kind: "runtime", satisfiedBy: ["maven:b"] },
      ]);
      const owned = bom.files?.find(({ path }) => path.endsWith("/program"))?.attribution;
      expect(owned).toMatchObject({ kind: "owned" });
    });

    test.each([
      ["no gzip", "damaged", new Uint8Array(64), undefined, /a damaged gzip stream/],
      ["no JSON", "text", gzipSync("text"), undefined, /it is no JSON; build the program again/],
      ["too long", "long", gzipSync("{}"), 2 ** 40, /it has 1099511627776 bytes/],
    ])("tells of one that is %s", async (_, name, document, length, message) => {
      const bom = await takeInventory(build(name, document, length), { extractors });
      expect(bom.packages).toEqual([]);
      expect(bom.problems.map(({ code }) => code)).toEqual(["NATIVE_IMAGE_INVALID"]);
      expect(bom.problems[0]?.message).toMatch(message);
    });
  },
);
