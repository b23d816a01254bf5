import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openImage, writeImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import { describe, expect, onTestFinished, test } from "vitest";
import { tarOf } from "./support/bytes.ts";
import { entry, folder, symlink } from "./support/entry.ts";
import { temporaryFolder, writeLayout } from "./support/layout.ts";
import { hasTool, run } from "./support/tool.ts";

// Owned by whoever runs the tests, since umoci without root maps all owners to that one.
const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const dir = (path: string) => folder(path, own);
const file = (path: string, text: string): [FileEntry, string] => [entry(path, own), text];

/** Layers with all that a squash must know: whiteouts, opaque folders, changed types, links in parents, hard links. */
const layers = await Promise.all([
  tarOf([
    dir("/"),
    dir("/usr"),
    dir("/usr/bin"),
    file("/usr/bin/a", "a1"),
    file("/usr/bin/b", "b1"),
    symlink("/bin", "usr/bin"),
    dir("/opaque"),
    file("/opaque/old", "x"),
    dir("/opaque/sub"),
    file("/opaque/sub/old", "x"),
    dir("/gone"),
    file("/gone/x", "x"),
    file("/becomes-folder", "x"),
    dir("/becomes-file"),
    file("/becomes-file/x", "x"),
    file("/linked", "linked"),
    entry("/zz-hard", { hardLink: "/linked", ...own }),
  ]),
  tarOf([
    file("/bin/a", "a2"),
    entry("/usr/bin/.wh.b", own),
    file("/opaque/new", "new"),
    entry("/opaque/.wh..wh..opq", own),
    entry("/.wh.gone", own),
    dir("/becomes-folder"),
    file("/becomes-folder/y", "y"),
    file("/becomes-file", "file"),
    entry("/usr/lower", { hardLink: "/zz-hard", ...own }),
    entry("/.wh.linked", own),
  ]),
]);

interface Comparable {
  readonly path: string;
  readonly [fact: string]: unknown;
}

/** What must be equal, however it was stored; umoci makes no root entry of its own and keeps no facts of links. */
function comparable(entries: Iterable<FileEntry>): readonly Comparable[] {
  return [...entries]
    .filter(({ path }) => path !== "/")
    .map(({ path, type, mode, uid, gid, size, digest, target, hardLink }) => ({
      path,
      type,
      uid,
      gid,
      size,
      digest,
      target,
      hardLink,
      ...(type !== "symlink" && { mode }),
    }));
}

async function entriesOf(path: string): Promise<readonly Comparable[]> {
  const image = await openImage(path);
  onTestFinished(() => image.close());
  return comparable(image.tree.entries());
}

async function unpack(layout: string): Promise<string> {
  const bundle = join(await temporaryFolder(), "bundle");
  const rootless = process.getuid?.() === 0 ? [] : ["--rootless"];
  run("umoci", "unpack", ...rootless, "--image", `${layout}:latest`, bundle);
  return join(bundle, "rootfs");
}

describe.skipIf(!hasTool("umoci"))("umoci", () => {
  test("unpacks layers to the same tree", async () => {
    const layout = await writeLayout(layers);
    const ours = await entriesOf(layout);
    expect(ours).toEqual(await entriesOf(await unpack(layout)));
    expect(ours.map(({ path }) => path)).toEqual([
      "/becomes-file",
      "/becomes-folder",
      "/becomes-folder/y",
      "/bin",
      "/opaque",
      "/opaque/new",
      "/usr",
      "/usr/bin",
      "/usr/bin/a",
      "/usr/lower",
      "/zz-hard",
    ]);
  });

  test("unpacks what we write to the same tree", async () => {
    const layout = await writeLayout(layers);
    const image = await openImage(layout);
    const out = join(await temporaryFolder(), "out");
    await writeImage(out, image);
    expect(await entriesOf(await unpack(out))).toEqual(comparable(image.tree.entries()));
    await image.close();
  });

  test("makes an image of a folder that we open with the same files", async () => {
    const folderPath = await temporaryFolder();
    const layout = join(folderPath, "oci");
    const root = join(folderPath, "new");
    await mkdir(join(root, "deep/er"), { recursive: true });
    await writeFile(join(root, "deep/er/file"), "content");
    run("umoci", "init", "--layout", layout);
    run("umoci", "new", "--image", `${layout}:latest`);
    const rootless = process.getuid?.() === 0 ? [] : ["--rootless"];
    run("umoci", "insert", ...rootless, "--image", `${layout}:latest`, root, "/opt/app");
    run(
      "umoci",
      "config",
      "--image",
      `${layout}:latest`,
      "--config.user",
      "www",
      "--config.cmd",
      "x",
    );
    const image = await openImage(layout);
    expect(image.subject.config).toMatchObject({ User: "www", Cmd: ["x"] });
    expect(image.tree.stat("/opt/app/deep/er/file")).toMatchObject({ type: "file", size: 7 });
    await image.close();
  });
});

describe.skipIf(!hasTool("skopeo"))("skopeo", () => {
  test("reads what we write", async () => {
    const image = await openImage(await writeLayout(layers));
    const out = join(await temporaryFolder(), "out");
    const { digest, layerDigest } = await writeImage(out, image);
    expect(JSON.parse(run("skopeo", "inspect", `oci:${out}:latest`))).toMatchObject({
      Digest: digest,
      Layers: [layerDigest],
      Env: ["PATH=/bin"],
      Created: "2020-01-02T03:04:05Z",
    });
    expect(JSON.parse(run("skopeo", "inspect", "--config", `oci:${out}:latest`))).toMatchObject({
      config: image.subject.config,
    });
    await image.close();
  });

  test("converts to other formats that we open as the same tree", async () => {
    const layout = await writeLayout(layers);
    const ours = await entriesOf(layout);
    const copies = await temporaryFolder();
    const copy = (target: string) =>
      run("skopeo", "--insecure-policy", "copy", "-q", `oci:${layout}:latest`, target);
    copy(`docker-archive:${join(copies, "docker.tar")}:example.org/app:1`);
    copy(`oci-archive:${join(copies, "oci.tar")}:app`);
    expect(await entriesOf(join(copies, "docker.tar"))).toEqual(ours);
    expect(await entriesOf(join(copies, "oci.tar"))).toEqual(ours);
  });
});
