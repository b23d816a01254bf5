import {
  isInventoryError,
  parseJarManifest,
  parseJavaRelease,
  parseJimageModules,
  parsePom,
  splitJarName,
} from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { coordinatesFromPath } from "../../src/java/coordinates-from-path.ts";
import { parseBundleLicense } from "../../src/java/create-jar-package.ts";
import { parseModuleInfo } from "../../src/java/parse-module-info.ts";
import { parsePomProperties } from "../../src/java/parse-pom-properties.ts";
import { parseXml } from "../../src/java/parse-xml.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("joins a manifest's lines that were folded within a character", () => {
  const value = "é".repeat(100);
  const line = Buffer.from(`Name-É: ${value}`);
  const folded = Buffer.concat([
    line.subarray(0, 70),
    Buffer.from("\r\n "),
    line.subarray(70, 139),
    Buffer.from("\n "),
    line.subarray(139),
  ]);
  expect([...parseJarManifest(folded)]).toEqual([["name-é", value]]);
});

test("takes the last of two attributes, whatever their case, and none of a section", () => {
  const text = "\ufeffA: 1\ra: 2\r\nno attribute\r\nB:3\n: 4\n\nName: x\nA: 5\n";
  expect([...parseJarManifest(bytes(text))]).toEqual([
    ["a", "2"],
    ["b", "3"],
  ]);
});

test("gives back the attributes of any manifest, wherever its lines are folded", () => {
  const value = fc
    .string({ unit: "grapheme", maxLength: 200 })
    .map((text) => text.replace(/[\r\n]/g, "").trim());
  fc.assert(
    fc.property(value, fc.integer({ min: 10, max: 72 }), (text, width) => {
      const line = Buffer.from(`Attribute: ${text}`);
      const parts: Buffer[] = [line.subarray(0, width)];
      for (let at = width; at < line.length; at += width) {
        parts.push(Buffer.from("\r\n "), line.subarray(at, at + width));
      }
      expect(
        parseJarManifest(Buffer.concat([...parts, Buffer.from("\r\n")])).get("attribute"),
      ).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("reads a project file with its own properties, and leaves what a parent gives", () => {
  const pom = parsePom(
    bytes(`<?xml version="1.0"?>
<!-- a > comment -->
<project xmlns="http://maven.apache.org/POM/4.0.0" note='a > b'>
  <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.\${minor}</version></parent>
  <artifactId>core&#45;<![CDATA[api]]></artifactId>
  <properties><minor>4</minor><guava.version>33.\${minor}</guava.version><a>\${b}</a><b>\${a}</b></properties>
  <description>What it
    is &amp; does</description>
  <organization><name>Example</name></organization>
  <licenses><license><name>Apache-2.0</name></license><license><url>https://example.org/</url></license><license/></licenses>
  <dependencies>
    <dependency><groupId>g</groupId><artifactId>guava</artifactId><version>\${guava.version}</version></dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId>own</artifactId><version>\${project.version}</version><scope>test</scope></dependency>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId><optional>true</optional></dependency>
    <dependency><groupId>g</groupId><artifactId>above</artifactId><version>\${of.parent}</version><classifier>x</classifier></dependency>
    <dependency><groupId>g</groupId><artifactId>\${a}</artifactId></dependency>
    <dependency><groupId>g</groupId><artifactId>range</artifactId><version>[1,2)</version></dependency>
  </dependencies>
</project>`),
  );
  expect(pom).toEqual({
    coordinates: { group: "org.example", artifact: "core-api", version: "1.4" },
    description: "What it is & does",
    organization: "Example",
    licenses: ["Apache-2.0", "https://example.org/"],
    dependencies: [
      { group: "g", artifact: "guava", version: "33.4", scope: "compile", optional: false },
      { group: "org.example", artifact: "own", version: "1.4", scope: "test", optional: false },
      { group: "g", artifact: "managed", scope: "compile", optional: true },
      { group: "g", artifact: "above", classifier: "x", scope: "compile", optional: false },
      { group: "g", artifact: "range", version: "[1,2)", scope: "compile", optional: false },
    ],
  });
});

test("reads a project file in the encoding that it declares", () => {
  const text = '<?xml version="1.0" encoding="ISO-8859-1"?><project><artifactId>a</artifactId>';
  const file = Buffer.from(`${text}<description>\u00e9</description></project>`, "latin1");
  expect(parsePom(file)?.description).toBe("é");
  const other = bytes('<?xml encoding="of-mine"?><project><artifactId>a</artifactId></project>');
  expect(parsePom(other)?.coordinates).toEqual({ artifact: "a" });
});

test.each([
  ["no XML", "artifactId=a"],
  ["another document", "<feed><artifactId>a</artifactId></feed>"],
  ["no artifact", "<project><groupId>a</groupId></project>"],
  ["a variable for a name", `<project><artifactId>\${a}</artifactId></project>`],
  ["a tag that is not closed", "<project><artifactId>a</project>"],
  ["two roots", "<project><artifactId>a</artifactId></project><b/>"],
  [
    "entities of its own",
    '<!DOCTYPE a [<!ENTITY b "c">]><project><artifactId>a</artifactId></project>',
  ],
  ["a quote that is not closed", "<project a='><artifactId>a</artifactId></project>"],
  ["a comment that is not closed", "<project><!-- <artifactId>a</artifactId></project>"],
  ["too many levels", `${"<a>".repeat(70)}${"</a>".repeat(70)}`],
])("takes no project file with %s", (_, text) => {
  expect(parsePom(bytes(text))).toBeUndefined();
});

test("fills in properties that repeat each other to no great length", () => {
  const properties = Array.from(
    { length: 20 },
    (_, index) => `<p${index}>${`\${p${index + 1}}`.repeat(20)}</p${index}>`,
  );
  const text = `<project><artifactId>a</artifactId><version>\${p0}</version><properties>${properties.join("")}</properties></project>`;
  expect(parsePom(bytes(text))?.coordinates).toEqual({ artifact: "a" });
});

test("keeps entities that XML does not have, and takes numbers of characters", () => {
  expect(parseXml("<a>&nbsp;&lt;&#x41;&#66;&#0;&#x110000;&</a>")?.text).toBe(
    "&nbsp;<AB&#0;&#x110000;&",
  );
  expect(parseXml("<!DOCTYPE a SYSTEM 'b>'><a b='>'/>")).toEqual({
    name: "a",
    text: "",
    children: [],
  });
});

test("reads any text as XML or as none", () => {
  const piece = fc.constantFrom(
    "<a>",
    "</a>",
    "<b c='",
    "'/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#9;",
    "x",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const root = parseXml(pieces.join(""));
      expect(root === undefined || typeof root.name === "string").toBe(true);
    }),
  );
});

test("reads Maven's properties, and takes from the folders what they do not say", () => {
  const folders = ["of.folder", "artifact"];
  const read = (text: string) => parsePomProperties(bytes(text), folders);
  expect(read("#Sat\nversion=1.0\\:x\r\ngroupId = a.b\nartifactId:c\n")).toEqual({
    group: "a.b",
    artifact: "c",
  });
  expect(read(`version=1.0\ngroupId=\${a}\n!x=1\n`)).toEqual({
    group: "of.folder",
    artifact: "artifact",
    version: "1.0",
  });
  expect(parsePomProperties(bytes(""), ["a b", "c d"])).toBeUndefined();
});

test.each([
  ["guava-33.1.0-jre.jar", "guava", "33.1.0-jre"],
  ["log4j-1.2-api-2.17.1.jar", "log4j-1.2-api", "2.17.1"],
  ["kafka_2.13-3.6.0.jar", "kafka_2.13", "3.6.0"],
  ["java-cup-runtime-11b-20160615.jar", "java-cup-runtime", "11b-20160615"],
  ["a-1.0-beta-2.jar", "a", "1.0-beta-2"],
  ["a-1.0-20240102.030405-6.jar", "a", "1.0-20240102.030405-6"],
  [
    "listenablefuture-9999.0-empty-to-avoid-conflict-with-guava.jar",
    "listenablefuture",
    "9999.0-empty-to-avoid-conflict-with-guava",
  ],
  ["app.war", "app", undefined],
  ["2.jar", "2", undefined],
])("divides %s into name and version", (name, artifact, version) => {
  expect(splitJarName(name)).toEqual({ artifact, ...(version !== undefined && { version }) });
});

test.each([
  ["/root/.m2/repository/org/ow2/asm/asm/9.6/asm-9.6.jar", "org.ow2.asm asm 9.6 undefined"],
  ["/r/maven2/a/b/1/b-1-linux.jar", "a b 1 linux"],
  ["/g/caches/modules-2/files-2.1/a.b/c/1/0f/c-1.jar", "a.b c 1 undefined"],
  ["/g/caches/modules-2/files-2.1/a.b/c/1", undefined],
  ["/root/.m2/repository/a/b/1/c-1.jar", undefined],
  ["/root/.m2/repository/a/b/1/b-12.jar", undefined],
  ["/root/.m2/repository/b-1.jar", undefined],
  ["/app/a/b/1/b-1.jar", undefined],
])("takes coordinates from %s", (path, expected) => {
  const found = coordinatesFromPath(path);
  const text = found && `${found.group} ${found.artifact} ${found.version} ${found.classifier}`;
  expect(text).toBe(expected);
});

test("reads licences of a bundle without their parameters", () => {
  const text = '"Apache-2.0";link="https://a/,b",MIT;description=x, <<EXTERNAL>>,"a; b, c"';
  expect(parseBundleLicense(text)).toEqual(["Apache-2.0", "MIT", "a; b, c"]);
  expect(parseBundleLicense(undefined)).toEqual([]);
});

test("takes a document with more elements than any project has as none", () => {
  expect(parseXml(`<a>${"<b/>".repeat(199_999)}</a>`)?.children).toHaveLength(199_999);
  expect(parseXml(`<a>${"<b/>".repeat(200_000)}</a>`)).toBeUndefined();
});

test("takes a release file of Java alone", () => {
  const text = 'JAVA_VERSION="17"\r\nOS_ARCH=x86_64\nEMPTY=""\nnot a fact\n';
  expect([...parseJavaRelease(text)]).toEqual([
    ["JAVA_VERSION", "17"],
    ["OS_ARCH", "x86_64"],
  ]);
  expect(parseJavaRelease('NAME="Debian"\n').size).toBe(0);
});

/** A class with these constants, of which each has its tag first, and one attribute. */
function moduleClass(constants: readonly (readonly number[])[], attribute: readonly number[]) {
  const head = [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 53, 0, constants.length + 1];
  return Uint8Array.of(...head, ...constants.flat(), ...new Uint8Array(12), 0, 1, ...attribute);
}
const utf8 = (text: string) => [1, 0, text.length, ...bytes(text)];
const declared = moduleClass(
  [utf8("Module"), utf8("m"), [19, 0, 2], [5, 0, 0, 0, 0, 0, 0, 0, 0], utf8("1")],
  [0, 1, 0, 0, 0, 6, 0, 3, 0, 0, 0, 6],
);

test("reads what a module declares, and any cut of it as none or the same", () => {
  // A long constant takes up two numbers, so there is one more than are written.
  declared[9] = 7;
  expect(parseModuleInfo(declared)).toEqual({ name: "m", version: "1" });
  for (let end = 0; end < declared.length; end++) {
    expect(parseModuleInfo(declared.subarray(0, end))).toBeUndefined();
  }
  expect(parseModuleInfo(moduleClass([[99]], []))).toBeUndefined();
  expect(parseModuleInfo(moduleClass([utf8("Other")], [0, 1, 0, 0, 0, 0]))).toBeUndefined();
  expect(parseModuleInfo(new Uint8Array(20))).toBeUndefined();
});

test("takes no text of a module for a name that is longer than any", () => {
  const long = (length: number) => [
    1,
    length >> 8,
    length & 0xff,
    ...new Uint8Array(length).fill(109),
  ];
  const named = (length: number) =>
    moduleClass([utf8("Module"), long(length), [19, 0, 2]], [0, 1, 0, 0, 0, 6, 0, 3, 0, 0, 0, 0]);
  expect(parseModuleInfo(named(1024))?.name).toBe("m".repeat(1024));
  expect(parseModuleInfo(named(1025))).toBeUndefined();
});

/** A `lib/modules` with one slot, whose locations name the modules at these places among the strings. */
function renderModules(offsets: readonly number[], strings: string, little: boolean): Uint8Array {
  const locations = [
    0,
    ...offsets.flatMap((offset) => [(1 << 3) | 1, offset >> 8, offset & 0xff]),
    0,
  ];
  const header = new DataView(new ArrayBuffer(28 + 8));
  const words = [0xcafedada, 0x10000, 0, 1, 1, locations.length, strings.length];
  words.forEach((word, index) => {
    header.setUint32(4 * index, word, little);
  });
  return Uint8Array.of(...new Uint8Array(header.buffer), ...locations, ...bytes(strings));
}

test.each([true, false])("lists modules in either byte order (little: %s)", async (little) => {
  const file = renderModules([10, 1, 11], "\0java.sql\0\0modules\0", little);
  const read = (from: Uint8Array) =>
    parseJimageModules(async ({ start, end }) => from.subarray(start, end));
  expect(await read(file)).toEqual(["java.sql"]);
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, value) => {
      const changed = file.slice();
      changed[at] = value;
      for (const each of [file.subarray(0, at), changed]) {
        const found = await read(each).catch((error: unknown) => isInventoryError(error));
        expect(found === undefined || found === true || Array.isArray(found)).toBe(true);
      }
    }),
  );
});

test("lists no modules of an index that names more than any runtime has, or in no end", async () => {
  const list = (file: Uint8Array) =>
    parseJimageModules(async ({ start, end }) => file.subarray(start, end));
  const places = Array.from({ length: 10_001 }, (_, place) => place);
  const strings = "m\0".repeat(5001);
  expect(await list(renderModules(places.slice(1), strings, true))).toHaveLength(5000);
  await expect(list(renderModules(places, strings, true))).rejects.toThrow(
    /more than 10000 modules/,
  );
  await expect(list(renderModules([0], "m".repeat(2000), true))).rejects.toThrow(/has no end/);
});

test("takes any cut of a project file as none, and any text as a project or none", () => {
  const text =
    "<project a='1'><!-- b --><artifactId>a&amp;</artifactId><version>1</version></project>";
  for (let end = 0; end < text.length; end++) {
    expect(parsePom(bytes(text.slice(0, end)))).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), (at, piece) => {
      const found = parsePom(bytes(text.slice(0, at) + piece + text.slice(at + 1)));
      expect(found === undefined || found.coordinates.artifact !== "").toBe(true);
    }),
  );
});
