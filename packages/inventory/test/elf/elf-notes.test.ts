import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import {
  dpkgExtractor,
  elfNoteExtractor,
  parseElfNotes,
  parseElfSections,
} from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { forgeries } from "../binary/forge.ts";
import { firstOffset, renderElfSections } from "../binary/render-object.ts";
import { dpkgFiles, reasonOf, takeInventory } from "../take-inventory.ts";

/** A note (System V ABI, chapter 5): lengths, type, owner and content, each of the last two to a multiple of four. */
function renderNote(owner: string, type: number, content: Uint8Array, little = true): Uint8Array {
  const size = (length: number) => Math.ceil(length / 4) * 4;
  const name = new TextEncoder().encode(`${owner}\0`);
  const note = new Uint8Array(12 + size(name.length) + size(content.length));
  const view = new DataView(note.buffer);
  view.setUint32(0, name.length, little);
  view.setUint32(4, content.length, little);
  view.setUint32(8, type, little);
  note.set(name, 12);
  note.set(content, 12 + size(name.length));
  return note;
}

const packageNote = {
  type: "rpm",
  os: "fedora",
  osVersion: "40",
  name: "demo",
  version: "1:2.0-3.fc40",
  architecture: "x86_64",
};
const noted = (value: unknown, order: "little" | "big" = "little") => {
  const content = new TextEncoder().encode(`${JSON.stringify(value)}\0`);
  const bytes = renderNote("FDO", 0xcafe1a7e, content, order === "little");
  return renderElfSections([{ name: ".note.package", bytes, type: 7 }], { bits: 64, order }).file;
};
const read = (files: Readonly<Record<string, string | Uint8Array>>, more = [elfNoteExtractor]) =>
  takeInventory(files, { extractors: more });

test.each(["little", "big"] as const)(
  "finds the package of programs by their notes, %s end first",
  async (order) => {
    const bom = await read({
      "/bin/demo": noted(packageNote, order),
      "/lib/demo.so": noted(packageNote, order),
      "/bin/plain": renderElfSections([], { bits: 64, order }).file,
    });
    expect(bom.packages).toEqual([
      {
        id: "pkg:rpm/fedora/demo@1:2.0-3.fc40?arch=x86_64&distro=fedora-40",
        purl: "pkg:rpm/fedora/demo@1:2.0-3.fc40?arch=x86_64&distro=fedora-40",
        ecosystem: "rpm",
        name: "demo",
        version: "1:2.0-3.fc40",
        architecture: "x86_64",
        presence: "installed",
        location: "/bin/demo",
        foundAt: { path: "/bin/demo", offset: firstOffset + 16 },
        foundBy: "elf-note",
      },
    ]);
    expect(reasonOf(bom, "/lib/demo.so")).toEqual({ kind: "owned", by: ["demo"] });
    expect(reasonOf(bom, "/bin/plain")).toEqual({ kind: "unowned" });
  },
);

test("leaves files of packages that are known from records", async () => {
  const files = {
    ...dpkgFiles({ demo: { list: ["/bin/demo"] } }),
    "/bin/demo": noted(packageNote),
  };
  const bom = await read(files, [dpkgExtractor, elfNoteExtractor]);
  expect(bom.packages.map(({ foundBy }) => foundBy)).toEqual(["dpkg"]);
});

test.each([
  ["no object"],
  [{ type: "deb", name: "x" }],
  [{ type: "deb", version: "1" }],
  [{ name: "x", version: "1" }],
])("says that a note cannot be read: %j", async (value) => {
  const bom = await read({ "/x": noted(value) });
  expect(bom.packages).toEqual([]);
  expect(bom.problems).toMatchObject([
    { code: "ELF_NOTE_INVALID", path: "/x", offset: firstOffset },
  ]);
});

test("takes a note without a distribution", async () => {
  const bom = await read({ "/x": noted({ type: "alpm", name: "x", version: "1-1", os: "arch" }) });
  expect(bom.packages[0]?.purl).toBe("pkg:alpm/arch/x@1-1");
});

test("gives packages or problems of any object, and does not fail", async () => {
  await fc.assert(
    fc.asyncProperty(forgeries(noted(packageNote)), async (forged) => {
      const { problems } = await read({ "/x": forged });
      expect(problems.map(({ code }) => code)).not.toContain("EXTRACTOR_FAILED");
    }),
    { numRuns: 100 },
  );
});

test("reads back any notes", () => {
  const note = fc.record({
    owner: fc.stringMatching(/^[A-Za-z]{0,9}$/),
    type: fc.nat(0xffffffff),
    content: fc.uint8Array({ maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(note, { maxLength: 5 }), (notes) => {
      const section = notes.flatMap(({ owner, type, content }) => [
        ...renderNote(owner, type, content),
      ]);
      const found = parseElfNotes(Uint8Array.from(section), "little");
      expect(found.map(({ owner, type, content }) => ({ owner, type, content }))).toEqual(notes);
      for (let cut = 0; cut < section.length; cut++) {
        const fewer = parseElfNotes(Uint8Array.from(section.slice(0, cut)), "little");
        expect(fewer.length).toBeLessThanOrEqual(notes.length);
      }
    }),
    { numRuns: 50 },
  );
});

const library = "/usr/lib/x86_64-linux-gnu/libc.so.6";
const hasReadelf = spawnSync("readelf", ["--version"]).status === 0 && existsSync(library);

test.skipIf(!hasReadelf)(
  "agrees with readelf on the build id of a library of this machine",
  async () => {
    const file = readFileSync(realpathSync(library));
    const { stdout } = spawnSync("readelf", ["-n", library], { encoding: "utf8" });
    const sections = await parseElfSections(async ({ start, end }) => file.subarray(start, end));
    const section = sections.find(({ name }) => name === ".note.gnu.build-id");
    const bytes = file.subarray(section?.offset, (section?.offset ?? 0) + (section?.size ?? 0));
    const [note] = parseElfNotes(bytes, "little");
    expect([note?.owner, note?.type]).toEqual(["GNU", 3]);
    expect(Buffer.from(note?.content ?? []).toString("hex")).toBe(
      /Build ID: ([0-9a-f]+)/.exec(stdout)?.[1],
    );
  },
);
