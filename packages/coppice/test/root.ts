import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openImage, writeImage } from "@coppice/image/node";

/** Content of each file of the root, by path; one that begins with `->` is a link. */
const files: Readonly<Record<string, string>> = {
  "/bin": "-> usr/bin",
  "/etc/os-release":
    'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  "/usr/bin/shop": "#!/bin/sh\ncat /usr/share/shop/goods\n",
  "/usr/bin/sh": "a shell, let us say\n",
  "/usr/bin/probe": "a client\n",
  "/usr/share/shop/goods": "apples\n",
  "/usr/share/manual/shop.txt": `${"Read me. ".repeat(20_000)}\n`,
  "/var/lib/dpkg/status": [
    stanza("shop", "1.0-1", "Depends: shell"),
    stanza("shell", "2:5.2-1"),
    stanza("manual", "3"),
    stanza("probe", "0.1"),
  ].join("\n"),
  "/var/lib/dpkg/info/shop.list":
    "/.\n/usr\n/usr/bin\n/usr/bin/shop\n/usr/share\n/usr/share/shop\n/usr/share/shop/goods\n",
  "/var/lib/dpkg/info/shell.list": "/.\n/bin\n/usr\n/usr/bin\n/usr/bin/sh\n",
  "/var/lib/dpkg/info/manual.list":
    "/.\n/usr\n/usr/share\n/usr/share/manual\n/usr/share/manual/shop.txt\n",
  "/var/lib/dpkg/info/probe.list": "/.\n/usr\n/usr/bin\n/usr/bin/probe\n",
};

/** What strace wrote of a run of `/usr/bin/shop`, asked by the client `/usr/bin/probe`. */
export const log = `200 execve("/usr/bin/shop", ["shop"], 0x7ffc /* 2 vars */) = 0
200 openat(AT_FDCWD, "/usr/bin/shop", O_RDONLY) = 3
200 read(3, "#!/bin/sh\\n", 8192) = 35
200 openat(AT_FDCWD, "/usr/share/shop/goods", O_RDONLY) = 4
200 read(4, "apples\\n", 8192) = 7
200 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f) = 201
201 execve("/usr/bin/probe", ["probe"], 0x7ffc /* 2 vars */) = 0
201 +++ exited with 0 +++
200 +++ exited with 0 +++
`;

/** Makes an OCI image of the folder `root`, which runs the shop. */
export async function makeImage(root: string, out: string): Promise<void> {
  const { tree, close } = await openImage(root);
  const configuration = {
    architecture: "amd64",
    os: "linux",
    config: { Entrypoint: ["/usr/bin/shop"], Labels: { shop: "yes" } },
  };
  await writeImage(out, { tree, entries: tree.entries(), configuration });
  await close();
}

/** Makes a small root file system of four packages, with dpkg's records, in the folder `root`. */
export async function makeRoot(root: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if (content.startsWith("-> ")) await symlink(content.slice(3), place);
    else await writeFile(place, content);
    if (path.startsWith("/usr/bin/")) await chmod(place, 0o755);
  }
}

function stanza(name: string, version: string, ...more: readonly string[]): string {
  return [
    `Package: ${name}`,
    "Status: install ok installed",
    "Architecture: amd64",
    "Maintainer: Nobody <nobody@example.org>",
    `Version: ${version}`,
    ...more,
    `Description: the ${name}`,
    "",
  ].join("\n");
}
