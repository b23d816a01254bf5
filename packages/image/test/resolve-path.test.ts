import { createFileIndex, resolvePath } from "@coppice/image";
import { expect, test } from "vitest";
import { entry, folder, symlink } from "./support/entry.ts";

const { lookup } = createFileIndex([
  folder("/usr"),
  folder("/usr/bin"),
  entry("/usr/bin/sh"),
  folder("/a"),
  folder("/a/b"),
  symlink("/bin", "usr/bin"),
  symlink("/up", "../../../usr"),
  symlink("/absolute", "/usr/bin/sh"),
  symlink("/slash", "usr/"),
  symlink("/file-slash", "usr/bin/sh/"),
  symlink("/self", "self"),
  symlink("/ping", "/pong"),
  symlink("/pong", "ping"),
  symlink("/dangling", "/usr/none/x"),
  symlink("/into", "a/b"),
]);

test.each([
  ["/bin/sh", "/usr/bin/sh"],
  ["/bin/../bin/sh", "/usr/bin/sh"],
  ["/into/..", "/a"],
  ["/up/bin", "/usr/bin"],
  ["/../../usr", "/usr"],
  ["//usr//./bin/", "/usr/bin"],
  ["/absolute", "/usr/bin/sh"],
  ["/slash/bin", "/usr/bin"],
  ["/", "/"],
])("%s leads to %s", (path, expected) => {
  expect(resolvePath(lookup, path)).toMatchObject({ found: true, path: expected });
});

test.each([
  ["/none", "absent", "/none"],
  ["/dangling", "absent", "/usr/none"],
  ["/usr/bin/sh/x", "not-a-directory", "/usr/bin/sh"],
  ["/usr/bin/sh/..", "not-a-directory", "/usr/bin/sh"],
  ["/usr/bin/sh/", "not-a-directory", "/usr/bin/sh"],
  ["/file-slash", "not-a-directory", "/usr/bin/sh"],
  ["/self", "loop", "/self"],
  ["/ping/x", "loop", "/ping"],
])("%s is lost: %s at %s", (path, reason, at) => {
  expect(resolvePath(lookup, path)).toMatchObject({ found: false, reason, path: at });
});

test("a link at the end is not followed when not asked for, but for a slash after it", () => {
  const last = (path: string) => resolvePath(lookup, path, { followLast: false });
  expect(last("/bin")).toMatchObject({ found: true, path: "/bin", links: [] });
  expect(last("/bin/")).toMatchObject({ found: true, path: "/usr/bin", links: ["/bin"] });
  expect(last("/bin/.")).toMatchObject({ found: true, path: "/usr/bin" });
});

test("a relative path starts where it is told", () => {
  expect(resolvePath(lookup, "../sh", { from: "/usr/bin" }).path).toBe("/usr/sh");
  expect(resolvePath(lookup, "sh", { from: "/usr/bin" })).toMatchObject({ found: true });
  expect(resolvePath(lookup, "usr").path).toBe("/usr");
});

test("40 links are followed and the 41st is one too many", () => {
  const chain = (length: number) =>
    createFileIndex([
      entry("/0"),
      ...Array.from({ length }, (_, index) => symlink(`/${index + 1}`, `${index}`)),
    ]).resolve(`/${length}`);
  expect(chain(40)).toMatchObject({ found: true, path: "/0" });
  expect(chain(41)).toMatchObject({ found: false, reason: "loop" });
});
