import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRecordedPlaces,
  type RecordedFacts,
  type RecordedRoots,
} from "../../src/places/create-recorded-places.ts";
import { isContainer } from "../../src/places/is-container.ts";

const id = "f0".repeat(32);
const other = "0f".repeat(32);
const docker = `/var/lib/docker/overlay2/${id}`;
const task = `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/rootfs`;

/** Where each path of a log lies: a path, or `?` and why it is unknown. */
function placesOf(
  roots: RecordedRoots,
  paths: readonly string[],
  facts: RecordedFacts = {},
): string[] {
  const places = createRecordedPlaces(roots);
  return paths.map((given) => {
    const placed = places.place(given, facts);
    if (placed.known) return placed.path;
    expect(placed.given).toBe(given);
    return `?${placed.reason}`;
  });
}

describe("without a named root", () => {
  test.each([
    [docker, "merged"],
    [`/var/lib/containers/storage/overlay/${id}`, "merged"],
    [`/home/dev/.local/share/containers/storage/overlay/${id}`, "merged"],
    [`/run/containerd/io.containerd.runtime.v2.task/moby/${id}`, "rootfs"],
    [`/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/${id}`, "rootfs"],
    ["/var/lib/docker/rootfs/overlayfs", id],
    ["/var/lib/lxc/web", "rootfs"],
    ["/var/lib/machines", "web"],
    ["/proc/4711", "root"],
  ])("a container's root is known by its host's folder %s/%s", (folder, name) => {
    const paths = [`${folder}/${name}/usr/bin/env`, `${folder}/${name}`, `${folder}/${name}/a//b/`];
    expect(placesOf({}, paths)).toEqual(["/usr/bin/env", "/", "/a/b"]);
  });

  test.each([
    `${docker}/diff`,
    `/var/lib/containers/storage/overlay/${id}/diff`,
    "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/71/fs",
    `/var/lib/containers/storage/vfs/dir/${id}`,
  ])("a layer is of a container only where the source says of which: %s", (layer) => {
    const path = `${layer}/usr/bin/env`;
    expect(placesOf({}, [path])).toEqual(["?no-directory"]);
    expect(placesOf({}, [path], { container: id })).toEqual(["/usr/bin/env"]);
  });

  test("what leads out of a root by its host's folder is unknown", () => {
    const roots = ["/srv/root", `${docker}/merged`];
    for (const root of roots) {
      const paths = [`${root}/..`, `${root}/a/../../x`, `${root}/a/../b`];
      const places = ["?no-directory", "?no-directory", "/a/../b"];
      expect(placesOf({ imageRoot: root }, paths)).toEqual(places);
    }
    expect(placesOf({}, [`${docker}/merged/a`, `${docker}/merged/../x`])).toEqual([
      "/a",
      "?no-directory",
    ]);
  });

  test("paths of another root than the first are unknown, and never mixed", () => {
    const merged = (layer: string) => `/var/lib/docker/overlay2/${layer}/merged/a`;
    expect(placesOf({}, [merged(id), merged(other), "/a", merged(id)])).toEqual([
      "/a",
      "?no-directory",
      "?no-directory",
      "/a",
    ]);
    expect(placesOf({}, ["/a", merged(id), "/proc/7/root/a", "/b"])).toEqual([
      "/a",
      "?no-directory",
      "?no-directory",
      "/b",
    ]);
  });

  test("folders that only look like an engine's are the image's own", () => {
    const paths = ["/srv/overlay2/x/merged/a", "/usr/lib/machines/a", "/srv/rootfs/overlayfs/x/a"];
    expect(placesOf({}, paths)).toEqual(paths);
  });

  test("a container in a container is the outer one's", () => {
    expect(placesOf({}, [`${docker}/merged${docker}/merged/a`])).toEqual([`${docker}/merged/a`]);
  });
});

describe("with the image's root named", () => {
  test("what is below it is inside, and all else is outside", () => {
    const paths = [
      "/srv/rootfs/etc",
      "/srv/rootfs",
      "/srv/rootfs2/etc",
      "/etc",
      `${docker}/merged/a`,
    ];
    for (const imageRoot of ["/srv/rootfs", "/srv//rootfs/", "/srv/./rootfs"]) {
      expect(placesOf({ imageRoot }, paths)).toEqual([
        "/etc",
        "/",
        "?outside",
        "?outside",
        "?outside",
      ]);
    }
  });

  test("it may be an engine's folder, a layer, the root of a process or all there is", () => {
    for (const imageRoot of [`${docker}/merged`, `${docker}/diff`, "/proc/7/root"]) {
      expect(placesOf({ imageRoot }, [`${imageRoot}/a`, "/proc/8/root/a"])).toEqual([
        "/a",
        "?outside",
      ]);
    }
    expect(placesOf({ imageRoot: "/" }, [`${docker}/merged/a`])).toEqual([`${docker}/merged/a`]);
  });
});

describe("with a container named", () => {
  test("paths that name it are inside, those of others and of the host outside", () => {
    const paths = [`${task}/a`, `${task.replace(id, other)}/a`, "/a"];
    expect(placesOf({ container: id.slice(0, 12) }, paths)).toEqual(["/a", "?outside", "?outside"]);
  });

  test("paths that do not tell the container are unknown, unless the source does", () => {
    expect(placesOf({ container: id }, [`${docker}/merged/a`])).toEqual(["?no-directory"]);
    const both = [`${docker}/merged/a`, "/a"];
    expect(placesOf({ container: id }, both, { container: id })).toEqual(["/a", "/a"]);
  });

  test("it is called by its id, the beginning of that, or its name", () => {
    expect(isContainer("f0f0", id)).toBe(true);
    expect(isContainer("web", id, "web")).toBe(true);
    expect(isContainer("we", id, "web")).toBe(false);
    expect(isContainer("", id, "web")).toBe(false);
    expect(isContainer("web", undefined)).toBe(false);
  });
});

describe("in a source that sees paths from inside", () => {
  const inside = true;

  test("paths are the container's, and whoever names an engine's folder is not in it", () => {
    expect(placesOf({ inside }, ["/a", `${docker}/merged/a`, "/a"])).toEqual([
      "/a",
      "?outside",
      "/a",
    ]);
    expect(placesOf({ inside, imageRoot: "/r" }, ["/r/a", "/a"])).toEqual(["/a", "/a"]);
  });

  test("links of the kernel lead to what the log does not show, but for the own root", () => {
    const links = ["exe", "cwd/a", "fd/3", "task/9/fd/3"].map((name) => `/proc/self/${name}`);
    const more = ["/proc/7/root/a", "/proc/thread-self/exe", "/dev/fd/3", "/dev/stdin"];
    for (const link of [...links, ...more]) {
      expect(placesOf({ inside }, [link])).toEqual(["?no-directory"]);
      expect(placesOf({ imageRoot: "/" }, [link])).toEqual(["?no-directory"]);
    }
    const plain = [
      "/proc/self/maps",
      "/proc/self/fd",
      "/proc/7/task/x/fd/1",
      "/dev/null",
      "/dev/stdin/x",
    ];
    expect(placesOf({ inside }, plain)).toEqual(plain);
    expect(placesOf({ inside }, ["/proc/self/root/a", "/proc/self/root"])).toEqual(["/a", "/"]);
    expect(placesOf({ inside }, [`${"/proc/self/root".repeat(200)}/a`])).toEqual(["/a"]);
  });
});

describe("what stands for no file in a folder", () => {
  test("is outside where the kernel names it so", () => {
    const names = [
      "pipe:[17]",
      "socket:[4]",
      "anon_inode:[eventpoll]",
      "[heap]",
      "//anon",
      "//toolong",
    ];
    const deleted = [
      "/memfd:jit (deleted)",
      "/SYSV00000000 (deleted)",
      "/[aio] (deleted)",
      "/memfd:x",
    ];
    for (const name of [...names, ...deleted]) {
      expect(placesOf({}, [name], { real: true })).toEqual(["?outside"]);
    }
    expect(placesOf({}, ["(unreachable)/a"], { real: true })).toEqual(["?no-directory"]);
  });

  test("is a name as any other where a program gives it", () => {
    expect(placesOf({}, ["pipe:[17]"])).toEqual(["?no-directory"]);
    expect(placesOf({}, ["/a (deleted)", "/memfd:x"])).toEqual(["/a (deleted)", "/memfd:x"]);
  });
});

test("a deleted file is the one of its name", () => {
  const places = createRecordedPlaces({ imageRoot: "/r" });
  const path = { known: true, path: "/lib/a.so", real: "/lib/a.so" };
  expect(places.place("/r/lib/a.so (deleted)", { real: true })).toEqual(path);
});

test("a relative path is unknown but from a folder", () => {
  expect(placesOf({ imageRoot: "/r" }, ["a/../b"])).toEqual(["?no-directory"]);
  expect(placesOf({ imageRoot: "/r" }, ["a/../b", "."], { folder: "/r/srv" })).toEqual([
    "/srv/a/../b",
    "/srv",
  ]);
  expect(placesOf({}, ["a"], { folder: "srv" })).toEqual(["?no-directory"]);
});

test("only those dots are taken out that no link can matter to", () => {
  expect(placesOf({}, ["/../../a/./b//../c/.", "/.hidden/..x", "/", "//"])).toEqual([
    "/a/b/../c",
    "/.hidden/..x",
    "/",
    "/",
  ]);
});

test("a path that the kernel would not take is not placed", () => {
  expect(placesOf({}, [`/${"x".repeat(5000)}`])).toEqual(["?no-directory"]);
});

describe("any text", () => {
  const parts = [
    "/",
    "..",
    ".",
    "proc",
    "self",
    "root",
    "fd",
    "7",
    "overlay2",
    id,
    "merged",
    "diff",
    "a",
    " (deleted)",
    "",
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((names) => names.join("/")),
  );
  const roots = fc.record(
    { imageRoot: text, container: fc.constantFrom(id, "web"), inside: fc.boolean() },
    { requiredKeys: [] },
  );
  const facts = fc.record(
    { real: fc.boolean(), folder: text, container: text },
    { requiredKeys: [] },
  );

  test("is an absolute path without dots that change nothing, or unknown as it was given", () => {
    fc.assert(
      fc.property(roots, facts, fc.array(text, { maxLength: 4 }), (roots, facts, given) => {
        const places = createRecordedPlaces(roots);
        for (const one of given) {
          const placed = places.place(one, facts);
          if (!placed.known) expect(placed.given).toBe(one);
          else {
            expect(placed.path).toMatch(/^\/(?!\/|\.\.?(?:\/|$))/);
            expect(placed.path.slice(1).split("/").slice(0, -1)).not.toContain(".");
          }
          expect(places.place(one, facts)).toEqual(placed);
        }
      }),
    );
  });
});
