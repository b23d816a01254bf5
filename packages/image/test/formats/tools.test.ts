import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { describe, expect, onTestFinished, test } from "vitest";
import { json, writeArchive } from "../support/archive.ts";
import { tarOf } from "../support/bytes.ts";
import { entry, folder } from "../support/entry.ts";
import { sha256, temporaryFolder, writeLayout } from "../support/layout.ts";
import { ociMembers } from "../support/oci-members.ts";
import { hasTool, run } from "../support/tool.ts";

// Images that other tools write, opened beside the layout that they were given.
const isRoot = process.getuid?.() === 0;
const layers = [
  await tarOf([folder("/"), folder("/etc"), [entry("/etc/motd"), "lower"], [entry("/gone"), "x"]]),
  await tarOf([[entry("/etc/motd"), "upper"], entry("/.wh.gone")]),
];

async function read(path: string, options?: OpenImageOptions) {
  const image = await openImage(path, options);
  onTestFinished(() => image.close());
  return { name: image.subject.name, entries: [...image.tree.entries()] };
}

const original = async () => {
  const layout = await writeLayout(layers);
  return { layout, entries: (await read(layout)).entries };
};

test.skipIf(!hasTool("tar"))("an archive in which a blob is a sparse file is refused", async () => {
  const layout = await writeLayout([await tarOf([[entry("/zeros"), "\0".repeat(1 << 20)]])], {
    compress: (tar) => tar,
    mediaType: "application/vnd.oci.image.layer.v1.tar",
  });
  const folder = await temporaryFolder();
  run("cp", "-r", "--sparse=always", layout, join(folder, "sparse"));
  run("tar", "-S", "-cf", join(folder, "a.tar"), "-C", join(folder, "sparse"), ".");
  await expect(openImage(join(folder, "a.tar"))).rejects.toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("as a sparse file; unpack it"),
  });
});

describe.skipIf(!hasTool("skopeo"))("skopeo", () => {
  const copy = (from: string, to: string, ...options: readonly string[]) =>
    run("skopeo", "--insecure-policy", "copy", "-q", ...options, from, to);

  test.each([
    ["dir", ""],
    ["oci", ":app"],
    ["oci-archive", ":app"],
    ["docker-archive", ":example.org/app:1"],
  ])("writes %s", async (format, name) => {
    const { layout, entries } = await original();
    const out = join(await temporaryFolder(), "out");
    copy(`oci:${layout}:latest`, `${format}:${out}${name}`);
    expect((await read(out)).entries).toEqual(entries);
  });

  test("writes a dir of many platforms, and one with Docker's types", async () => {
    const oci = ociMembers();
    const index = oci.index(
      ["amd64", "arm64"].map((architecture) => {
        const platform = { os: "linux", architecture };
        return { ...oci.manifest(layers, { platform }), platform };
      }),
    );
    const annotations = { "org.opencontainers.image.ref.name": "all" };
    const archive = await writeArchive(oci.finish([{ ...index, annotations }]));
    const [many, one] = [
      join(await temporaryFolder(), "many"),
      join(await temporaryFolder(), "one"),
    ];
    copy(`oci-archive:${archive}`, `dir:${many}`, "--all");
    const { entries } = await original();
    for (const platform of ["linux/amd64", "linux/arm64"]) {
      expect((await read(many, { platform })).entries).toEqual(entries);
    }
    copy(`dir:${many}`, `dir:${one}`, "--format", "v2s2");
    expect((await read(one)).entries).toEqual(entries);
    await writeFile(join(one, "manifest.json"), "{}");
    await expect(openImage(one)).rejects.toMatchObject({ code: "IMAGE_INVALID" });
  });
});

describe.skipIf(!hasTool("buildah") || !isRoot)("buildah", () => {
  test.each([
    ["oci", ":app"],
    ["oci-archive", ":app"],
    ["docker-archive", ":example.org/app:1"],
    ["dir", ""],
  ])("pushes %s", async (format, name) => {
    const root = await temporaryFolder();
    const buildah = (...args: readonly string[]) => {
      const storage = ["--root", join(root, "root"), "--runroot", join(root, "run")];
      return run("buildah", ...storage, "--storage-driver", "vfs", ...args).trim();
    };
    const file = join(root, "motd");
    await writeFile(file, "hello");
    const container = buildah("from", "scratch");
    buildah("copy", container, file, "/etc/motd");
    const image = buildah("commit", "-q", container);
    const out = join(root, "out");
    buildah("push", "-q", image, `${format}:${out}${name}`);
    expect((await read(out)).entries.map(({ path }) => path)).toEqual(["/", "/etc", "/etc/motd"]);
  });
});

describe.skipIf(!hasTool("podman") || !isRoot)("podman", () => {
  test.each(["docker-archive", "oci-archive", "docker-dir", "oci-dir"])(
    "saves %s",
    async (format) => {
      const { entries } = await original();
      const root = await temporaryFolder();
      const podman = (...args: readonly string[]) => {
        const storage = ["--root", join(root, "root"), "--runroot", join(root, "run")];
        return run("podman", ...storage, "--storage-driver", "vfs", ...args).trim();
      };
      const tag = "example.org/app:1";
      const config = json({
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: layers.map(sha256) },
      });
      const Config = `${sha256(config).slice(7)}.json`;
      const Layers = layers.map((layer) => `${sha256(layer).slice(7)}.tar`);
      const archive = await writeArchive({
        "manifest.json": json([{ Config, RepoTags: [tag], Layers }]),
        [Config]: config,
        ...Object.fromEntries(layers.map((layer, number) => [Layers[number] ?? "", layer])),
      });
      podman("load", "-q", "-i", archive);
      const out = join(root, "out");
      podman("save", "-q", "--format", format, "-o", out, tag);
      const saved = await read(out);
      expect(saved.entries.map(({ path, digest }) => [path, digest])).toEqual(
        entries.map(({ path, digest }) => [path, digest]),
      );
    },
  );
});

describe.skipIf(!hasTool("containerd") || !hasTool("ctr") || !isRoot)("containerd", () => {
  test("exports one platform of many, and several images", async () => {
    const root = await temporaryFolder();
    const socket = join(root, "socket");
    const folders = ["--root", join(root, "root"), "--state", join(root, "state")];
    const daemon = spawn("containerd", [...folders, "--address", socket], { stdio: "ignore" });
    const ended = once(daemon, "exit");
    try {
      const ctr = (...args: readonly string[]) => run("ctr", "-a", socket, ...args);
      while (daemon.exitCode === null && spawnSync("ctr", ["-a", socket, "version"]).status !== 0) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const oci = ociMembers();
      const index = oci.index(
        ["amd64", "arm64"].map((architecture) => {
          const platform = { os: "linux", architecture };
          return { ...oci.manifest(layers, { platform }), platform };
        }),
      );
      const name = "docker.io/library/app:1";
      const annotations = { "io.containerd.image.name": name };
      const archive = await writeArchive(oci.finish([{ ...index, annotations }]));
      ctr("image", "import", "--all-platforms", "--no-unpack", archive);
      const { entries } = await original();
      const one = join(root, "one.tar");
      ctr("image", "export", "--platform", "linux/arm64", one, name);
      expect(await read(one)).toEqual({ name, entries });
      const all = join(root, "all.tar");
      ctr("image", "tag", name, "docker.io/library/app:2");
      ctr("image", "export", "--all-platforms", all, name, "docker.io/library/app:2");
      for (const platform of ["linux/amd64", "linux/arm64"]) {
        expect((await read(all, { platform, reference: "app:2" })).entries).toEqual(entries);
      }
    } finally {
      daemon.kill();
      await ended;
    }
  });
});
