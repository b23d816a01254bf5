import { createJavaExtractor, dpkgExtractor, javaExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree, createTree } from "../create-tree.ts";
import { dpkgFiles, reasonOf, takeInventory } from "../take-inventory.ts";
import { renderZip, type ZipMember } from "../zip/render-zip.ts";

const extractors = [dpkgExtractor, javaExtractor];
const take = (files: Record<string, string | Uint8Array>) => takeInventory(files, { extractors });
const listed = ({ packages }: Bom) =>
  packages.map(({ name, version, location }) => `${name} ${version} ${location}`);
const problems = (bom: Bom) => bom.problems.map(({ code, message }) => `${code} ${message}`);
const edges = ({ dependencies }: Bom) =>
  dependencies.map(
    ({ from, kind, requirement, satisfiedBy }) =>
      `${from} ${kind} ${requirement} ${satisfiedBy.join(" ")}`,
  );

const manifest = (attributes: Record<string, string> = {}): ZipMember => ({
  name: "META-INF/MANIFEST.MF",
  content: Object.entries({ "Manifest-Version": "1.0", ...attributes })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join(""),
});
const pom = (group: string, artifact: string, version: string): ZipMember => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  content: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const pomXml = (group: string, artifact: string, inner: string): ZipMember => ({
  name: `META-INF/maven/${group}/${artifact}/pom.xml`,
  content: `<project><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${inner}</project>`,
});
const dependency = (group: string, artifact: string, more = "") =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${more}</dependency>`;
const jar = (...members: readonly ZipMember[]) => renderZip(members);

test("finds what is in an application, stored or compressed, with what it depends on", async () => {
  const inner = jar(manifest(), pom("g", "deep", "3"));
  const library = jar(
    manifest({ "Bundle-License": "MIT" }),
    pom("g", "a", "1"),
    pomXml(
      "g",
      "a",
      `<dependencies>${dependency("g", "b", "<version>2</version>")}${dependency("g", "none")}${dependency("g", "t", "<scope>test</scope>")}${dependency("g", "o", "<optional>true</optional>")}${dependency("g", "p", "<scope>provided</scope>")}</dependencies>`,
    ),
  );
  const bom = await take({
    "/app/app.jar": renderZip(
      [
        manifest({ "Implementation-Vendor": "Example" }),
        pom("com.example", "app", "0.1"),
        { name: "BOOT-INF/lib/a-1.jar", content: library, stored: true },
        {
          name: "BOOT-INF/lib/b-2.jar",
          content: jar(pom("g", "b", "2"), { name: "lib/deep-3.jar", content: inner }),
        },
        { name: "BOOT-INF/lib/empty.jar", content: "", stored: true },
      ],
      { prefix: "#!/bin/bash\nexec java -jar $0\n" },
    ),
  });
  expect(bom.problems).toEqual([]);
  expect(listed(bom)).toEqual([
    "com.example:app 0.1 /app/app.jar",
    "g:a 1 /app/app.jar!/BOOT-INF/lib/a-1.jar",
    "g:b 2 /app/app.jar!/BOOT-INF/lib/b-2.jar",
    "g:deep 3 /app/app.jar!/BOOT-INF/lib/b-2.jar!/lib/deep-3.jar",
  ]);
  expect(bom.packages[0]).toMatchObject({
    purl: "pkg:maven/com.example/app@0.1",
    supplier: "Example",
  });
  expect(bom.packages[1]?.licenses).toEqual(["MIT"]);
  expect(edges(bom)).toEqual([
    "pkg:maven/com.example/app@0.1 runtime g:a:1 pkg:maven/g/a@1",
    "pkg:maven/com.example/app@0.1 runtime g:b:2 pkg:maven/g/b@2",
    "pkg:maven/g/a@1 optional g:o ",
    "pkg:maven/g/a@1 peer g:p ",
    "pkg:maven/g/a@1 runtime g:b:2 pkg:maven/g/b@2",
    "pkg:maven/g/a@1 runtime g:none ",
    "pkg:maven/g/b@2 runtime g:deep:3 pkg:maven/g/deep@3",
  ]);
  expect(reasonOf(bom, "/app/app.jar")).toEqual({ kind: "owned", by: ["com.example:app"] });
});

test("tells what was merged into a JAR from the JAR itself", async () => {
  const merged = [pom("g", "a", "1"), pom("h", "b", "2")];
  const bom = await take({
    "/by-name/a-1-all.jar": jar(...merged),
    "/by-title/app.jar": jar(manifest({ "Implementation-Title": "b" }), ...merged),
    "/other/a-copy-5.jar": jar(pom("g", "a", "1")),
    "/renamed/app.jar": jar(pom("g", "a", "1")),
    "/vendor/a-1.jre11.jar": jar(pom("g", "a", "1")),
    "/variant/a-jakarta-1.jar": jar(pom("g", "a", "1")),
    "/bundle/a-1.jar": jar(
      manifest({ "Bundle-SymbolicName": "h.a" }),
      pom("g", "a", "1"),
      pom("h", "a", "1"),
    ),
  });
  expect(
    bom.packages.map(({ purl, name, location }) => `${purl ?? name} ${location}`).sort(),
  ).toEqual([
    "a-copy /other/a-copy-5.jar",
    "pkg:maven/g/a-jakarta@1 /variant/a-jakarta-1.jar",
    "pkg:maven/g/a@1 /bundle/a-1.jar!/META-INF/maven/g/a",
    "pkg:maven/g/a@1 /by-title/app.jar!/META-INF/maven/g/a",
    "pkg:maven/g/a@1 /other/a-copy-5.jar!/META-INF/maven/g/a",
    "pkg:maven/g/a@1 /renamed/app.jar",
    "pkg:maven/g/a@1.jre11 /vendor/a-1.jre11.jar",
    "pkg:maven/g/a@1?classifier=all /by-name/a-1-all.jar",
    "pkg:maven/h/a@1 /bundle/a-1.jar",
    "pkg:maven/h/b@2 /by-name/a-1-all.jar!/META-INF/maven/h/b",
    "pkg:maven/h/b@2 /by-title/app.jar",
  ]);
});

test("identifies a JAR by its manifest, and gives it no purl without a group", async () => {
  const named = (attributes: Record<string, string>) => jar(manifest(attributes));
  const withClass = (folder: string) => jar(manifest(), { name: `${folder}/A.class`, content: "" });
  const bom = await take({
    "/a/x-1.jar": named({ "Bundle-SymbolicName": "org.example.x;singleton:=true" }),
    "/b/x-1.jar": named({ "Bundle-SymbolicName": "org.x" }),
    "/c/example-x-1.jar": named({ "Bundle-SymbolicName": "org.example.x" }),
    "/d/x-1.jar": named({ "Implementation-Vendor-Id": "org.vendor" }),
    "/e/x-1.jar": named({ "Implementation-Vendor-Id": "org.apache" }),
    "/f/x-1.jar": named({ "Implementation-Title": "org.nebula#x;1" }),
    "/g/spring-core-6.1.6.jar": withClass("org/springframework/core"),
    "/h/spring-core-6.1.6.jar": withClass("mine"),
    "/i/groovy-3.0.jar": withClass("groovy/lang"),
    "/j/groovy-4.0.jar": withClass("groovy/lang"),
    "/k/x.jar": named({ "Implementation-Version": "5.6.0 (b0)", "Automatic-Module-Name": "com.x" }),
    "/l/x-2.0-linux-x86_64.jar": named({ "Implementation-Version": "2.0" }),
    "/m/x-9-9.5.jar": named({ "Implementation-Title": "x-9", "Implementation-Version": "9.5" }),
    "/n/x.jar": named({}),
    "/o/x-4.jar": jar(
      pomXml(
        "g",
        "y",
        `<version>1</version><dependencies>${dependency("of.pom", "named")}</dependencies>`,
      ),
    ),
    "/p/named-1.jar": named({}),
  });
  const found = bom.packages.map(
    ({ purl, name, version, location }) => `${location} ${purl ?? `${name} ${version}`}`,
  );
  expect(found.sort()).toEqual([
    "/a/x-1.jar pkg:maven/org.example/x@1",
    "/b/x-1.jar pkg:maven/org.x/x@1",
    "/c/example-x-1.jar pkg:maven/org.example/example-x@1",
    "/d/x-1.jar pkg:maven/org.vendor/x@1",
    "/e/x-1.jar x 1",
    "/f/x-1.jar pkg:maven/org.nebula/x@1",
    "/g/spring-core-6.1.6.jar pkg:maven/org.springframework/spring-core@6.1.6",
    "/h/spring-core-6.1.6.jar spring-core 6.1.6",
    "/i/groovy-3.0.jar pkg:maven/org.codehaus.groovy/groovy@3.0",
    "/j/groovy-4.0.jar pkg:maven/org.apache.groovy/groovy@4.0",
    "/k/x.jar com.x 5.6.0",
    "/l/x-2.0-linux-x86_64.jar x 2.0",
    "/m/x-9-9.5.jar x-9 9.5",
    "/n/x.jar x undefined",
    "/o/x-4.jar x 4",
    "/o/x-4.jar!/META-INF/maven/g/y pkg:maven/g/y@1",
    "/p/named-1.jar pkg:maven/of.pom/named@1",
  ]);
});

test("takes coordinates from the place in a repository, and the files beside as the artifact's", async () => {
  const folder = "/root/.m2/repository/org/example/x/1.0";
  const bom = await take({
    [`${folder}/x-1.0.jar`]: jar(manifest()),
    [`${folder}/x-1.0.jar.sha1`]: "",
    [`${folder}/x-1.0-tests.jar`]: jar(pom("other", "y", "2")),
  });
  expect(bom.packages.map(({ purl }) => purl)).toEqual([
    "pkg:maven/org.example/x@1.0",
    "pkg:maven/org.example/x@1.0?classifier=tests",
    "pkg:maven/other/y@2",
  ]);
  expect(reasonOf(bom, `${folder}/x-1.0.jar.sha1`)).toMatchObject({ kind: "owned" });
});

test("lists Debian's JARs once, by the links in its repository, as the deb's", async () => {
  const repository = "/usr/share/maven-repo/org/example/x";
  const bom = await take({
    ...dpkgFiles({ "libx-java": { list: ["/usr/share/java/x.jar"] } }),
    "/usr/share/java/x.jar": jar(manifest()),
    "/usr/share/java/x-1.5.jar": "-> x.jar",
    [`${repository}/1.5/x-1.5.jar`]: "-> ../../../../../java/x.jar",
    [`${repository}/1.x/x-1.x.jar`]: "-> ../../../../../java/x.jar",
    [`${repository}/debian/x-debian.jar`]: "-> ../../../../../java/x.jar",
    [`${repository}/debian/gone-debian.jar`]: "-> gone.jar",
    "/usr/share/maven-repo/org/example/y/debian/y-debian.jar": "-> ../../../../../java/y-2.jar",
    "/usr/share/java/y-2.jar": jar(manifest()),
  });
  const found = bom.packages.filter(({ foundBy }) => foundBy === "java");
  expect(found.map(({ purl, ownedBy }) => `${purl} ${ownedBy}`)).toEqual([
    "pkg:maven/org.example/x@1.5 pkg:deb/debian/libx-java@1?arch=amd64",
    "pkg:maven/org.example/y@2 undefined",
  ]);
});

test("lists a JAR with two names once, and owns both", async () => {
  const file = jar(pom("g", "a", "1"));
  const facts = { type: "file", mode: 0o644, uid: 0, gid: 0, size: file.length } as const;
  const tree = createTree(
    [
      { path: "/a.jar", ...facts },
      { path: "/b.jar", hardLink: "/a.jar", ...facts },
    ],
    (_, { start, end }) => file.subarray(start, end),
  );
  const bom = await takeInventory(tree, { extractors });
  expect(listed(bom)).toEqual(["g:a 1 /a.jar"]);
  expect(reasonOf(bom, "/b.jar")).toEqual({ kind: "owned", by: ["g:a"] });
});

test("finds a JAR that shares its content with a file of another kind", async () => {
  const file = jar(pom("g", "a", "1"));
  const facts = { type: "file", mode: 0o644, uid: 0, gid: 0, size: file.length } as const;
  const tree = createTree(
    [
      { path: "/a.jar", hardLink: "/1f.file", ...facts },
      { path: "/b.jar", hardLink: "/1f.file", ...facts },
      { path: "/1f.file", ...facts },
    ],
    (_, { start, end }) => file.subarray(start, end),
  );
  const bom = await takeInventory(tree, { extractors });
  expect(listed(bom)).toEqual(["g:a 1 /a.jar"]);
  expect(reasonOf(bom, "/b.jar")).toEqual({ kind: "owned", by: ["g:a"] });
});

test("names no more than 64 of very many copies of an artifact", async () => {
  const asking = pomXml("g", "a", `<dependencies>${dependency("g", "b")}</dependencies>`);
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, number) => [
      `/lib/b-${number}.jar`,
      jar(pom("g", "b", `${number}`)),
    ]),
  );
  const bom = await take({ ...files, "/lib/a-1.jar": jar(asking) });
  expect(bom.dependencies[0]?.satisfiedBy).toHaveLength(64);
});

test("finds an unpacked web application with the libraries on its class path", async () => {
  const root = "/srv/webapps/shop-1.0";
  const bom = await take({
    [`${root}/META-INF/MANIFEST.MF`]: "Implementation-Vendor-Id: com.example\n",
    [`${root}/META-INF/x.txt`]: "",
    [`${root}/WEB-INF/lib/a-1.jar`]: jar(pom("g", "a", "1")),
    [`${root}/WEB-INF/classes/X.class`]: "",
    "/app/META-INF/MANIFEST.MF": "Main-Class: X\nImplementation-Title: boot\n",
    "/app/BOOT-INF/classes/META-INF/maven/g/boot/pom.properties": "version=2\n",
    "/app/META-INF/maven/h/merged/pom.properties": "version=3\n",
    "/app/META-INF/maven/h/merged/pom.xml": pomXml(
      "h",
      "merged",
      `<dependencies>${dependency("g", "a")}</dependencies>`,
    ).content,
    "/app/BOOT-INF/lib/a-1.jar": jar(pom("g", "a", "1")),
    "/other/META-INF/MANIFEST.MF": "Main-Class: X\n",
  });
  expect(listed(bom)).toEqual([
    "com.example:shop 1.0 /srv/webapps/shop-1.0",
    "g:a 1 /app/BOOT-INF/lib/a-1.jar",
    "g:a 1 /srv/webapps/shop-1.0/WEB-INF/lib/a-1.jar",
    "g:boot 2 /app",
    "h:merged 3 /app/META-INF/maven/h/merged",
  ]);
  expect(edges(bom)).toEqual([
    `pkg:maven/com.example/shop@1.0 runtime WEB-INF/lib/a-1.jar pkg:maven/g/a@1#${root}/WEB-INF/lib/a-1.jar`,
    "pkg:maven/g/boot@2 runtime BOOT-INF/lib/a-1.jar pkg:maven/g/a@1",
    "pkg:maven/g/boot@2 runtime h:merged:3 pkg:maven/h/merged@3",
    "pkg:maven/h/merged@3 runtime g:a pkg:maven/g/a@1",
  ]);
  expect(reasonOf(bom, `${root}/WEB-INF/classes/X.class`)).toEqual({
    kind: "owned",
    by: ["com.example:shop"],
  });
  expect(reasonOf(bom, `${root}/WEB-INF/lib/a-1.jar`)).toEqual({ kind: "owned", by: ["g:a"] });
  expect(reasonOf(bom, "/other/META-INF/MANIFEST.MF")).toEqual({ kind: "unowned" });
});

test("names an application in the root folder that does not name itself", async () => {
  const bom = await take({ "/META-INF/MANIFEST.MF": "Implementation-Version: 1\n", "/etc/x": "" });
  expect(listed(bom)).toEqual(["ROOT 1 /"]);
  expect(reasonOf(bom, "/META-INF/MANIFEST.MF")).toEqual({ kind: "owned", by: ["ROOT"] });
});

test("follows the class path of a manifest", async () => {
  const bom = await take({
    "/opt/app.jar": jar(
      manifest({
        "Class-Path": "lib/a%2D1.jar ../opt/lib/b-1.jar file:/opt/lib/b-1.jar gone.jar app.jar %zz",
      }),
      pom("g", "app", "1"),
    ),
    "/opt/lib/a-1.jar": jar(pom("g", "a", "1")),
    "/opt/lib/b-1.jar": jar(pom("g", "b", "1")),
  });
  expect(edges(bom)).toEqual([
    "pkg:maven/g/app@1 runtime ../opt/lib/b-1.jar pkg:maven/g/b@1",
    "pkg:maven/g/app@1 runtime file:/opt/lib/b-1.jar pkg:maven/g/b@1",
    "pkg:maven/g/app@1 runtime lib/a%2D1.jar pkg:maven/g/a@1",
  ]);
});

test("takes an archive that nothing names as a part of the one around it", async () => {
  const bom = await take({
    "/x/lib-1.aar": jar({
      name: "classes.jar",
      content: jar(manifest(), { name: "libs/a.jar", content: jar(pom("g", "a", "1")) }),
    }),
    "/x/photos.har": "{}",
  });
  expect(listed(bom)).toEqual([
    "lib 1 /x/lib-1.aar",
    "g:a 1 /x/lib-1.aar!/classes.jar!/libs/a.jar",
  ]);
  expect(edges(bom)).toEqual(["maven:lib@1 runtime g:a:1 pkg:maven/g/a@1"]);
});

test("takes the last of two members with one name, as Java does", async () => {
  const bom = await take({ "/a.jar": jar(pom("g", "a", "1"), pom("g", "a", "2")) });
  expect(bom.packages.map(({ version }) => version)).toEqual(["2"]);
});

test("tells of damaged archives and goes on", async () => {
  const good = jar(pom("g", "a", "1"));
  const bom = await take({
    "/a.jar": good.subarray(0, good.length - 1),
    "/b.jar": jar({ name: "lib/c.jar", content: "no archive" }, pom("g", "b", "1")),
    "/d.jar": jar(
      { ...pom("g", "d", "1"), wrong: { crc: 1 } },
      { name: "e.jar", content: "x", wrong: { method: 9 } },
    ),
  });
  expect(listed(bom)).toEqual(["d undefined /d.jar", "g:b 1 /b.jar"]);
  const damaged = (what: string) => `the zip file is damaged: ${what}; build or fetch it again`;
  expect(problems(bom)).toEqual([
    `JAR_INVALID it is left out, with what is in it: ${damaged("the end of its directory is missing")}`,
    `JAR_INVALID lib/c.jar is left out, with what is in it: ${damaged("the end of its directory is missing")}`,
    `JAR_INVALID META-INF/maven/g/d/pom.properties is left out, with what is in it: ${damaged("META-INF/maven/g/d/pom.properties is not what its directory says")}`,
    `JAR_INVALID e.jar is left out, with what is in it: ${damaged("e.jar is compressed by method 9, which is not read")}`,
  ]);
});

test("tells of project files that are none", async () => {
  const wrong = pomXml("g", "a", "<dependencies>");
  const bom = await take({
    "/a.jar": jar(pom("g", "a", "1"), wrong),
    [`/app/${wrong.name}`]: wrong.content,
  });
  expect(listed(bom)).toEqual(["g:a 1 /a.jar"]);
  expect(problems(bom)).toEqual([
    "POM_INVALID META-INF/maven/g/a/pom.xml is no project file of Maven's; its licences and dependencies are missing",
    "POM_INVALID it is no project file of Maven's; its licences and dependencies are missing",
  ]);
});

test("names the limit that an archive passes", async () => {
  const bomb = jar({ name: "a.jar", content: new Uint8Array(3 << 20) });
  let deep = jar(manifest());
  for (let depth = 0; depth < 3; depth++) deep = jar({ name: "a.jar", content: deep });
  const wide = jar({ name: "a.jar", content: jar() }, { name: "b.jar", content: jar() });
  const many = renderZip(
    Array.from({ length: 65_535 }, (_, index) => ({ name: `${index}`, content: "", stored: true })),
    { long: true },
  );
  const limitsOf = async (file: Uint8Array, limits: object) => {
    const bom = await takeInventory(
      { "/x.jar": file },
      { extractors: [createJavaExtractor(limits)] },
    );
    return bom.problems.map(({ code, message }) => `${code} ${/limits\.\w+/.exec(message)?.[0]}`);
  };
  expect(await limitsOf(bomb, {})).toEqual(["JAR_TOO_LARGE limits.ratio"]);
  expect(await limitsOf(bomb, { ratio: 2000, totalBytes: 1 << 20 })).toEqual([
    "JAR_TOO_LARGE limits.totalBytes",
  ]);
  expect(await limitsOf(deep, { nesting: 2 })).toEqual(["JAR_TOO_LARGE limits.nesting"]);
  expect(await limitsOf(deep, { nesting: 3 })).toEqual([]);
  expect(await limitsOf(deep, { heldBytes: 150 })).toEqual(["JAR_TOO_LARGE limits.heldBytes"]);
  expect(await limitsOf(wide, { archives: 1 })).toEqual(["JAR_TOO_LARGE limits.archives"]);
  expect(await limitsOf(many, { entries: 65_534 })).toEqual(["JAR_TOO_LARGE limits.entries"]);
  expect(await limitsOf(many, {})).toEqual([]);
});

test("ends at an archive that has itself within", async () => {
  // Each tree of archives that holds the next twice would be read 2^depth times without a count of what is taken out.
  let quine = jar({ name: "a.jar", content: "x".repeat(100) });
  for (let depth = 0; depth < 12; depth++)
    quine = jar({ name: "a.jar", content: quine }, { name: "b.jar", content: quine });
  const bom = await takeInventory(
    { "/x.jar": quine },
    { extractors: [createJavaExtractor({ archives: 100 })] },
  );
  const limits = new Set(bom.problems.map(({ message }) => /limits\.\w+/.exec(message)?.[0]));
  expect([...limits].sort()).toEqual(["limits.archives", "limits.nesting"]);
});

test("refuses any cut of an application, and answers any change of a byte", async () => {
  const file = jar(
    manifest({ "Implementation-Version": "1" }),
    pom("g", "app", "1"),
    pomXml("g", "app", `<dependencies>${dependency("g", "a")}</dependencies>`),
    { name: "lib/a-1.jar", content: jar(pom("g", "a", "1")), stored: true },
    { name: "lib/b-1.jar", content: jar(pom("g", "b", "1")) },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 2), fc.nat(255), async (at, value) => {
      const cut = await take({ "/x.jar": file.subarray(0, at + 1) });
      expect(problems(cut)).toHaveLength(1);
      expect(cut.packages).toEqual([]);
      const changed = file.slice();
      changed[at] = value;
      const bom = await take({ "/x.jar": changed });
      const codes = bom.problems.map(({ code }) => code);
      expect(codes.every((code) => code === "JAR_INVALID" || code === "JAR_TOO_LARGE")).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("says of a file that cannot be read what follows", async () => {
  const tree = createTextTree({ "/a.jar": jar(manifest()) });
  const bom = await takeInventory(tree, { extractors, limits: { metadataBytes: 10 } });
  expect(bom.problems.map(({ code }) => code)).toEqual(["FILE_TOO_LARGE", "JAR_INVALID"]);
});
