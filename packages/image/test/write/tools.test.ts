import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeName, encodeName } from "@coppice/image";
import { openImage, type WriteImageOptions, writeImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import { describe, expect, onTestFinished, test } from "vitest";
import { entry, folder, symlink } from "../support/entry.ts";
import { sha256, temporaryFolder } from "../support/layout.ts";
import { hasTool, run } from "../support/tool.ts";
import { layerOf, openStack, treeOf } from "./stack.ts";

const isRoot = process.getuid?.() === 0;
const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

// cap_net_raw=ep, as the kernel stores it.
const capability = base64("0100000200200000000000000000000000000000");
const distant = isRoot ? { uid: 70_000, gid: 3_000_000 } : {};
const odd = decodeName(Uint8Array.of(0x6f, 0xe9, 0xff));

/** Layers with all that a tar header must say; what needs root to unpack is in it only then. */
const layers = [
  await layerOf([
    [folder("/")],
    [folder("/bin", { mtime: 10 })],
    [entry("/bin/su", { mode: 0o4755, mtime: 11 }), "su"],
    [entry("/bin/ping", isRoot ? { xattrs: { "security.capability": capability } } : {}), "ping"],
    [folder("/etc", { mode: 0o750, mtime: 12 })],
    [entry("/etc/motd"), "old"],
    [entry("/etc/hosts"), "hosts"],
  ]),
  await layerOf([
    [folder("/etc", { mode: 0o750, mtime: 13 })],
    [entry("/etc/motd", { mode: 0o600 }), "new"],
    [entry("/etc/.wh.hosts")],
    [folder("/srv", isRoot ? { uid: 33, gid: 34 } : {})],
    [entry("/srv/a", distant), "shared"],
    [entry("/srv/b", { hardLink: "/srv/a", ...distant })],
    [entry(`/srv/${"long".repeat(60)}é`, { mtime: 2 ** 31 + 5 }), "x".repeat(3000)],
    [entry(`/srv/${odd}`), "bytes"],
    [symlink("/srv/link", `../${odd}`)],
    [entry("/srv/pipe", { type: "fifo", mode: 0o600 })],
  ]),
  await layerOf([
    [folder("/srv", isRoot ? { uid: 33, gid: 34 } : {})],
    [entry("/srv/c"), "c"],
    [folder("/tmp", { mode: 0o1777 })],
    ...(isRoot
      ? [[entry("/null", { type: "character-device", device: { major: 1, minor: 3 } })] as const]
      : []),
  ]),
];

interface Written {
  readonly path: string;
  readonly digest: string;
  readonly layers: readonly string[];
  /** What was asked to be in it. */
  readonly tree: readonly FileEntry[];
}

/** Buildah makes a name out of a layout's path, which must have no capital letters then. */
async function lowerCaseFolder(): Promise<string> {
  const path = join(tmpdir(), `coppice-test-${randomUUID()}`);
  await mkdir(path);
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Is left out: its layer is made anew and no longer hides /etc/hosts, while the others are kept. */
const left = "/srv/pipe";

/** Writes the image without one file. */
async function write(options: WriteImageOptions = {}): Promise<Written> {
  const image = await openStack(layers);
  const path = join(await lowerCaseFolder(), "out");
  const entries = [...image.tree.entries()].filter((one) => one.path !== left);
  const written = await writeImage(path, { ...image, entries }, options);
  return {
    path,
    digest: written.digest,
    layers: written.layers.map(({ digest }) => digest),
    tree: treeOf(image).filter((one) => one.path !== left),
  };
}

/** What the system itself says of a folder that a tool unpacked. */
async function unpacked(root: string): Promise<readonly FileEntry[]> {
  const image = await openImage(root);
  onTestFinished(() => image.close());
  const xattrs = readAttributes(root);
  return treeOf(image).map((one) => {
    const found = one.type === "symlink" ? undefined : xattrs.get(one.path);
    return { ...one, ...(found && { xattrs: found }) };
  });
}

/** Extended attributes by path, which Node does not read. */
function readAttributes(root: string): ReadonlyMap<string, { readonly [name: string]: string }> {
  const script = `
import base64, json, os, sys
root = os.fsencode(sys.argv[1])
for folder, folders, files in os.walk(root):
    for path in [os.path.join(folder, name) for name in folders + files]:
        found = {name: base64.b64encode(os.getxattr(path, name, follow_symlinks=False)).decode()
                 for name in os.listxattr(path, follow_symlinks=False)}
        if found: print(json.dumps([base64.b64encode(path[len(root):]).decode(), found]))
`;
  const lines = run("python3", "-c", script, root).split("\n").filter(Boolean);
  return new Map(
    lines.map((line): [string, { readonly [name: string]: string }] => {
      const [path, found] = JSON.parse(line);
      return [decodeName(Buffer.from(path, "base64")), found];
    }),
  );
}

/** What a tool can unpack: without root all is its own, and the root folder is not the image's to say. */
function asUnpacked(entries: readonly FileEntry[]): readonly FileEntry[] {
  const own = isRoot ? {} : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return entries.filter(({ path }) => path !== "/").map((one) => ({ ...one, ...own }));
}

const stacks = [{ layers: "flattened" }, { layers: "original" }] as const;
const formats = [
  { format: "oci", transport: "oci", name: ":latest" },
  { format: "oci-archive", transport: "oci-archive", name: "" },
  { format: "docker-archive", transport: "docker-archive", name: "" },
] as const;

test("names in any bytes are in the tree that the tools unpack", () => {
  expect([...encodeName(odd)]).toEqual([0x6f, 0xe9, 0xff]);
});

describe.skipIf(!hasTool("umoci") || !hasTool("python3"))("umoci", () => {
  test.each(stacks)("unpacks what is written to the same tree, %o", async (options) => {
    const { path, tree } = await write(options);
    const bundle = join(await temporaryFolder(), "bundle");
    const rootless = isRoot ? [] : ["--rootless"];
    run("umoci", "unpack", ...rootless, "--image", `${path}:latest`, bundle);
    expect(asUnpacked(await unpacked(join(bundle, "rootfs")))).toEqual(asUnpacked(tree));
  });
});

describe.skipIf(!hasTool("skopeo"))("skopeo", () => {
  const copy = (from: string, to: string): string =>
    run("skopeo", "--insecure-policy", "copy", "-q", from, to);

  test.each(formats)("inspects $format", async ({ format, transport, name }) => {
    const written = await write({ format, layers: "original" });
    const found = JSON.parse(run("skopeo", "inspect", `${transport}:${written.path}${name}`));
    expect(found).toMatchObject({
      Architecture: "amd64",
      Env: ["PATH=/bin"],
      Layers: written.layers,
    });
    // A docker-archive has no manifest, so that skopeo makes one.
    if (format !== "docker-archive") expect(found.Digest).toBe(written.digest);
  });

  test.each(formats)("copies $format without a change", async ({ format, transport, name }) => {
    const written = await write({ format, layers: "original" });
    const parent = await temporaryFolder();
    const [dir, layout] = [join(parent, "dir"), join(parent, "oci")];
    copy(`${transport}:${written.path}${name}`, `dir:${dir}`);
    const blobs = new Set(await readdir(dir));
    for (const digest of written.layers) expect(blobs).toContain(digest.slice(7));
    if (format !== "docker-archive") {
      expect(sha256(await readFile(join(dir, "manifest.json")))).toBe(written.digest);
    }
    copy(`${transport}:${written.path}${name}`, `oci:${layout}:copy`);
    const image = await openImage(layout);
    onTestFinished(() => image.close());
    expect(treeOf(image)).toEqual(written.tree);
  });

  test("finds the name of a docker-archive", async () => {
    const { path, layers: digests } = await write({
      format: "docker-archive",
      reference: "example.org/app:1",
    });
    const found = JSON.parse(run("skopeo", "inspect", `docker-archive:${path}:example.org/app:1`));
    expect(found).toMatchObject({ Name: "example.org/app", Layers: digests });
  });
});

describe.skipIf(!isRoot || !hasTool("buildah") || !hasTool("python3"))("buildah", () => {
  test.each(formats)("mounts $format as the same tree", async ({ format, transport, name }) => {
    const { path, tree } = await write({ format, layers: "original" });
    const parent = await temporaryFolder();
    const storage = ["--storage-driver", "vfs", "--root", join(parent, "root")];
    const buildah = (...args: readonly string[]): string =>
      run("buildah", ...storage, "--runroot", join(parent, "run"), ...args).trim();
    const container = buildah("from", "--pull-never", `${transport}:${path}${name}`);
    expect(asUnpacked(await unpacked(buildah("mount", container)))).toEqual(asUnpacked(tree));
    buildah("umount", container);
    buildah("rm", container);
  });
});
