import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileIndex } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import { strace } from "@coppice/trace";
import type { Bom, RuntimeEvent } from "@coppice/types";
import { debianRoot, type NoRoot } from "./debian-root.ts";

/** A Debian root in which a Python program ran that imports two libraries. */
export interface PythonRun {
  readonly root: string;
  readonly log: string;
  readonly bom: Bom;
  readonly events: readonly RuntimeEvent[];
  /** Names of the Debian packages that were used, as dpkg says of the files that strace shows. */
  readonly truth: ReadonlySet<string>;
}

const program = ["/usr/bin/python3", "-c", "import yaml, requests"];

/** Records the program in its root, or says what is missing to do so. */
export async function recordPythonRun(): Promise<PythonRun | NoRoot> {
  const tools = ["strace", "chroot", "dpkg-query", "readelf"];
  const root = debianRoot("python", ["python3", "python3-yaml", "python3-requests"], tools);
  if (typeof root !== "string") return root;
  const folder = mkdtempSync(join(tmpdir(), "coppice-python-"));
  try {
    const file = join(folder, "log");
    // No bytecode is written, so that the root stays as it is.
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", PYTHONDONTWRITEBYTECODE: "1" };
    const ran = spawnSync("strace", ["-f", "-y", "-o", file, "chroot", root, ...program], { env });
    if (ran.status !== 0) return { missing: `recording failed: ${ran.stderr.toString().trim()}` };
    const log = readFileSync(file, "latin1");
    const image = await openImage(root, { digests: false });
    const bom = await inventory(image.tree, {
      subject: { name: "python", digest: "sha256:00" },
      onProblem: () => undefined,
    });
    await image.close();
    const events: RuntimeEvent[] = [];
    const options = { files: createFileIndex(bom.files ?? []), imageRoot: root };
    for await (const batch of strace.read([Buffer.from(log, "latin1")], options)) {
      events.push(...batch);
    }
    return { root, log, bom, events, truth: findOwners(root, usedFiles(root, log)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the log shows of opened and mapped files (`3</path>`) and of programs, as real paths in the root. */
function usedFiles(root: string, log: string): ReadonlySet<string> {
  const used = new Set<string>();
  for (const line of log.split("\n")) {
    if (/ = -1 E/.test(line) || line.includes("newfstatat(")) continue;
    for (const [, path = ""] of line.matchAll(/\d<(\/[^>]*)>/g)) {
      if (path.startsWith(`${root}/`)) used.add(path.slice(root.length));
    }
    const [, executed] = /execve\("([^"]*)".* = 0$/.exec(line) ?? [];
    const inside = executed === program[0] ? executed : undefined;
    if (inside === undefined) continue;
    const real = spawnSync("chroot", [root, "readlink", "-f", inside], { encoding: "utf8" });
    used.add(real.stdout.trim());
  }
  // Its loader, which the kernel maps.
  const readelf = spawnSync("readelf", ["-l", join(root, "bin/sh")], { encoding: "utf8" });
  const [, loader = ""] = /interpreter: ([^\]]*)/.exec(readelf.stdout ?? "") ?? [];
  const real = spawnSync("chroot", [root, "readlink", "-f", loader], { encoding: "utf8" });
  used.add(real.stdout.trim());
  return used;
}

/** Packages of regular files; bytecode is its source's, and a path in `/usr` may be listed without it. */
function findOwners(root: string, files: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const paths = [...files].flatMap((path) => {
    const [, folder, name] = /^(.*)\/__pycache__\/([^/]*?)\.[^/]*\.pyc$/.exec(path) ?? [];
    const source = folder === undefined ? path : `${folder}/${name}.py`;
    return [source, source.replace(/^\/usr(?=\/(?:bin|sbin|lib|lib64)\/)/, "")];
  });
  const listed = new Set(paths);
  const query = ["--admindir", join(root, "var/lib/dpkg"), "-S", ...listed];
  const { stdout } = spawnSync("dpkg-query", query, { encoding: "utf8", maxBuffer: 1 << 28 });
  for (const line of stdout.split("\n")) {
    const [owners = "", path = ""] = line.split(/: (?=\/)/);
    if (!listed.has(path) || isFolder(root, path)) continue;
    for (const owner of owners.split(", ")) names.add(owner.replace(/:.*$/, ""));
  }
  return names;
}

function isFolder(root: string, path: string): boolean {
  return spawnSync("test", ["-d", join(root, path)]).status === 0;
}

/** Paths that dpkg lists of each package, folders too. */
export function listedPaths(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const { stdout } = spawnSync(
    "dpkg-query",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is dpkg's own format.
    ["--admindir", join(root, "var/lib/dpkg"), "-W", "-f", "${Package}\n"],
    { encoding: "utf8" },
  );
  return new Map(
    stdout
      .split("\n")
      .filter((name) => name !== "")
      .map((name) => {
        const query = ["--admindir", join(root, "var/lib/dpkg"), "-L", name];
        const list = spawnSync("dpkg-query", query, { encoding: "utf8" });
        return [name, new Set(list.stdout.split("\n").filter((path) => path.startsWith("/")))];
      }),
  );
}
