import { type SquashLimits, type SquashMember, squashLayers } from "@coppice/image";
import { expect, test } from "vitest";

const facts = { mode: 0o644, uid: 1, gid: 1, size: 1, mtime: 0, offset: 0 };
const file = (path: string, more: Partial<SquashMember> = {}): SquashMember => ({
  path,
  type: "file",
  ...facts,
  ...more,
});
const folder = (path: string): SquashMember => file(path, { type: "directory", mode: 0o700 });
const link = (path: string, target: string): SquashMember =>
  file(path, { type: "symlink", target });
const hard = (path: string, target: string): SquashMember =>
  file(path, { type: "hard-link", target });

function squash(layers: readonly (readonly SquashMember[])[], limits?: Partial<SquashLimits>) {
  const result = squashLayers(limits);
  for (const [number, layer] of layers.entries()) {
    result.startLayer(`sha256:${number}`);
    for (const member of layer) result.add(member);
  }
  return result.entries();
}

/** Paths but for the root, in order, folders with a slash. */
const paths = (...layers: readonly (readonly SquashMember[])[]): string =>
  squash(layers)
    .slice(1)
    .map(({ entry }) => (entry.type === "directory" ? `${entry.path}/` : entry.path))
    .join(" ");

test("folders that nobody names are root's", () => {
  const [root, a] = squash([[file("/a/b")]]);
  expect(root?.entry).toEqual({
    path: "/",
    type: "directory",
    mode: 0o755,
    uid: 0,
    gid: 0,
    size: 0,
    layer: "sha256:0",
  });
  expect(a?.entry).toMatchObject({ path: "/a", mode: 0o755, uid: 0 });
  expect(squash([[file("/a/b"), folder("/a"), folder("/")]])[1]?.entry).toMatchObject({
    mode: 0o700,
    uid: 1,
  });
});

test("a whiteout hides a file or a whole folder of lower layers", () => {
  expect(paths([file("/a/b"), file("/a/c")], [file("/a/.wh.b")])).toBe("/a/ /a/c");
  expect(paths([file("/a/b/c"), file("/d")], [file("/.wh.a")])).toBe("/d");
  expect(paths([file("/a")], [file("/.wh.none")])).toBe("/a");
});

test("a whiteout leaves what its own layer brings, before and after it", () => {
  expect(paths([file("/a/old")], [file("/a/new1"), file("/.wh.a"), file("/a/new2")])).toBe(
    "/a/ /a/new1 /a/new2",
  );
  expect(paths([file("/a")], [file("/a", { size: 2 }), file("/.wh.a")])).toBe("/a");
});

test("an opaque folder hides only lower layers, whatever its place", () => {
  const lower = [file("/d/a"), file("/d/sub/b"), file("/e")];
  const result = "/d/ /d/new /d/sub/ /d/sub/new /e";
  expect(paths(lower, [file("/d/new"), file("/d/sub/new"), file("/d/.wh..wh..opq")])).toBe(result);
  expect(paths(lower, [file("/d/.wh..wh..opq"), file("/d/new"), file("/d/sub/new")])).toBe(result);
});

test("what AUFS keeps for itself is no part of the image", () => {
  expect(
    paths([
      file("/.wh..wh.plnk/1"),
      file("/.wh..wh.aufs"),
      folder("/.wh..wh.orph"),
      file("/.wh..wh.plnk/.wh..wh..opq"),
    ]),
  ).toBe("");
});

test.each(["/.wh.", "/a/.wh..", "/.wh...", "/.wh.a/b"])("the whiteout %s is refused", (path) => {
  expect(() => squash([[file(path)]])).toThrow(expect.objectContaining({ code: "TAR_INVALID" }));
});

test("a root that is no folder is refused", () => {
  expect(() => squash([[file("/")]])).toThrow(expect.objectContaining({ code: "TAR_INVALID" }));
});

test("a type that changes replaces what was there", () => {
  expect(paths([file("/a/b/c")], [file("/a")])).toBe("/a");
  expect(paths([file("/a")], [folder("/a"), file("/a/b")])).toBe("/a/ /a/b");
  expect(paths([file("/a")], [file("/a/b")])).toBe("/a/ /a/b");
  expect(paths([folder("/d"), link("/l", "d")], [folder("/l"), file("/l/x")])).toBe("/d/ /l/ /l/x");
  expect(paths([folder("/d")], [link("/d", "x")])).toBe("/d");
});

test("a folder that comes again keeps what is in it and takes the new facts", () => {
  const [, d, x] = squash([[file("/d/x")], [folder("/d")]]);
  expect([d?.entry.mode, d?.entry.layer, x?.entry.layer]).toEqual([0o700, "sha256:1", "sha256:0"]);
});

test("links in the parents of a member are followed inside the root", () => {
  expect(paths([folder("/usr/bin"), link("/bin", "usr/bin")], [file("/bin/sh")])).toBe(
    "/bin /usr/ /usr/bin/ /usr/bin/sh",
  );
  expect(paths([link("/out", "../../../etc"), file("/out/x")])).toBe("/etc/ /etc/x /out");
  expect(paths([link("/out", "/made"), file("/out/x")])).toBe("/made/ /made/x /out");
  expect(
    paths([folder("/usr/bin"), file("/usr/bin/a"), link("/bin", "usr/bin")], [file("/bin/.wh.a")]),
  ).toBe("/bin /usr/ /usr/bin/");
});

test("a way without an end is refused", () => {
  expect(() => squash([[link("/a", "b"), link("/b", "a"), file("/a/x")]])).toThrow(
    expect.objectContaining({ code: "SYMLINK_LOOP" }),
  );
});

test("the first name of a file carries it, also when the name that tar gave first is gone", () => {
  const layer = [file("/m", { offset: 512 }), hard("/z", "/m"), hard("/a", "/z")];
  expect(squash([layer]).slice(1)).toMatchObject([
    { entry: { path: "/a" }, content: { layer: 0, offset: 512 } },
    { entry: { path: "/m", hardLink: "/a" }, content: { layer: 0, offset: 512 } },
    { entry: { path: "/z", hardLink: "/a" } },
  ]);
  const [, z] = squash([[file("/m", { offset: 512 }), hard("/z", "/m")], [file("/.wh.m")]]);
  expect(z?.entry).toEqual({
    path: "/z",
    type: "file",
    mode: 0o644,
    uid: 1,
    gid: 1,
    size: 1,
    mtime: 0,
    layer: "sha256:0",
  });
  expect(z?.content).toEqual({ layer: 0, offset: 512 });
});

test("a hard link may name a file of a lower layer, through links in its parents", () => {
  const entries = squash([
    [folder("/usr"), link("/u", "usr"), file("/usr/a", { offset: 9 })],
    [hard("/b", "/u/a")],
  ]);
  expect(entries.at(1)).toMatchObject({
    entry: { path: "/b", layer: "sha256:1" },
    content: { layer: 0, offset: 9 },
  });
  expect(entries.at(-1)?.entry.hardLink).toBe("/b");
});

test("a name that is written again parts from the other names of its file", () => {
  const entries = squash([[file("/a"), hard("/b", "/a")], [file("/a", { size: 5 })]]);
  expect(entries.map(({ entry }) => entry.hardLink)).toEqual([undefined, undefined, undefined]);
});

test("a hard link to a symlink is a symlink of its own", () => {
  const [, a, b] = squash([[link("/a", "t"), hard("/b", "/a")]]);
  expect([a?.entry.hardLink, b?.entry]).toEqual([
    undefined,
    expect.objectContaining({ type: "symlink", target: "t" }),
  ]);
  expect(b?.entry).not.toHaveProperty("hardLink");
});

test.each([
  ["nothing", [hard("/b", "/a")]],
  ["a folder", [folder("/a"), hard("/b", "/a")]],
  ["itself", [file("/a"), hard("/a", "/a")]],
  ["a file hidden before", [file("/a"), file("/a/b"), hard("/c", "/a")]],
])("a hard link to %s is refused", (_, members) => {
  expect(() => squash([members])).toThrow(expect.objectContaining({ code: "HARD_LINK_MISSING" }));
});

test("each limit is kept and named", () => {
  const members = [
    file("/a"),
    file("/b", { xattrs: { "user.x": "AAAA" } }),
    link("/c", "xxxxxxxxxx"),
  ];
  expect(() => squash([members], { entries: 3 })).toThrow(/raise limits\.entries/);
  expect(() => squash([members], { characters: 20 })).toThrow(/raise limits\.characters/);
  expect(squash([members], { entries: 4, characters: 30 })).toHaveLength(4);
});

test("what is taken away no longer counts against the limits", () => {
  const long = "x".repeat(100);
  const layers = Array.from({ length: 50 }, () => [
    link("/d/a", long),
    folder("/d"),
    file("/.wh.d"),
    link("/d/b", long),
    hard("/d/a", "/d/b"),
  ]);
  expect(squash(layers, { entries: 4, characters: 500 })).toHaveLength(4);
});

test("deep folders, long layers and many whiteouts take time in proportion", () => {
  const deep = Array.from({ length: 200 }, (_, index) => file(`${"/d".repeat(500)}/${index}`));
  const many = Array.from({ length: 20_000 }, (_, index) => file(`/many/${index}`));
  const whiteouts = Array.from({ length: 20_000 }, () => file("/.wh.many"));
  const start = performance.now();
  expect(squash([deep, [...many, ...whiteouts]])).toHaveLength(1 + 500 + 200 + 1 + 20_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("whiteouts that come again and again take time in proportion", () => {
  const many = Array.from({ length: 20_000 }, (_, index) => file(`/a/b/many/${index}`));
  const again = ["/a/.wh.b", "/.wh.a", "/a/b/many/.wh..wh..opq", "/a/b/.wh.many"].map((path) =>
    file(path),
  );
  const start = performance.now();
  const repeated = Array.from({ length: 5000 }, () => [...again, folder("/a/b")]).flat();
  expect(squash([[file("/a/old")], [...many, ...repeated]])).toHaveLength(4 + 20_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("attributes that many members share are weighed once", () => {
  let reads = 0;
  const xattrs = Object.defineProperty({}, "user.a", {
    enumerable: true,
    get: () => `${++reads}`,
  });
  const members = Array.from({ length: 100 }, () => file("/a", { xattrs }));
  expect(squash([members])[1]?.entry.xattrs).toBe(xattrs);
  expect(reads).toBe(1);
});

test("a folder of any size can be hidden", () => {
  const many = Array.from({ length: 200_000 }, (_, index) => file(`/d/${index}`));
  expect(paths(many, [file("/.wh.d")])).toBe("");
});
