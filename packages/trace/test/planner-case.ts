import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { resolvePath } from "@coppice/image";
import type { Attribution, Bom, BomFile, FileEntry, FileType, Package } from "@coppice/types";

/** A recorded workload: the files and packages of its root, and the packages that a reference found used. */
export interface PlannerCase {
  readonly bom: Bom;
  readonly trace: Uint8Array;
  readonly expected: {
    readonly used_packages_without_client: readonly string[];
    readonly used_packages_with_client: readonly string[];
  };
}

const types: Record<string, FileType> = { f: "file", d: "directory", l: "symlink" };

/** Reads a planner case of the corpus; package ids are names. */
export function readPlannerCase(folder: string): PlannerCase {
  const text = (name: string) => gunzipSync(readFileSync(`${folder}/${name}`)).toString();
  const entries = new Map<string, BomFile>();
  for (const line of text("files.tsv.gz").split("\n").slice(1)) {
    const [path, type = "", mode = "", uid, gid, size, target = "", shebang = ""] =
      line.split("\t");
    if (!path) continue;
    const [interpreter = "", ...rest] = shebang.split(" ");
    entries.set(path, {
      path,
      type: types[type] ?? "file",
      mode: Number.parseInt(mode, 8),
      uid: Number(uid),
      gid: Number(gid),
      size: Number(size),
      attribution: { kind: "unowned" },
      ...(type === "l" && { target }),
      ...(interpreter !== "" && {
        shebang: { interpreter, ...(rest.length > 0 && { argument: rest.join(" ") }) },
      }),
    });
  }
  for (const line of text("elf.tsv.gz").split("\n").slice(1)) {
    const [path = "", interpreter = "", , needed = ""] = line.split("\t");
    const entry = entries.get(path);
    if (!entry) continue;
    const elf = {
      bits: 64,
      machine: 62,
      type: "shared",
      needed: needed.split(",").filter(Boolean),
      ...(interpreter !== "" && { interpreter }),
    } as const;
    entries.set(path, { ...entry, elf });
  }
  const owners = readOwners(`${folder}/dpkg-info.tar.gz`, (path) => entries.get(path));
  const files = [...entries.values()].map((file) => ({ ...file, attribution: attribute(file) }));
  function attribute({ path }: FileEntry): Attribution {
    const by = owners.get(path);
    if (by) return { kind: "owned", by };
    const [, parent, stem] = /^(.*)\/__pycache__\/([^/]*)\.cpython-\d+\.pyc$/.exec(path) ?? [];
    const source = `${parent}/${stem}.py`;
    const sourceOwners = owners.get(source);
    return sourceOwners
      ? { kind: "derived", rule: "python-bytecode", from: [source], by: sourceOwners }
      : { kind: "unowned" };
  }
  return {
    bom: {
      kind: "bom",
      schemaVersion: "1.0",
      subject: { name: folder.slice(folder.lastIndexOf("/") + 1), digest: "sha256:00" },
      tool: { name: "test", version: "0" },
      packages: readPackages(text("dpkg-status.gz")),
      dependencies: [],
      files,
      problems: [],
    },
    trace: gunzipSync(readFileSync(`${folder}/trace.strace.gz`)),
    expected: JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")),
  };
}

/** Owners by path, the folders of each listed path without links as after Debian's merge of /usr. */
function readOwners(
  archive: string,
  lookup: (path: string) => FileEntry | undefined,
): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const [name, content] of readTar(gunzipSync(readFileSync(archive)))) {
    const [, owner] = /^(.*?)(?::\w+)?\.list$/.exec(name) ?? [];
    if (owner === undefined) continue;
    for (const path of content.split("\n").filter(Boolean)) {
      const resolution = resolvePath(lookup, path, { followLast: false });
      if (!resolution.found) continue;
      const known = owners.get(resolution.path);
      if (known) known.push(owner);
      else owners.set(resolution.path, [owner]);
    }
  }
  return owners;
}

function readPackages(status: string): Package[] {
  return [...status.matchAll(/^Package: (.*)$/gm)].map(([, name = ""]) => ({
    id: name,
    ecosystem: "deb",
    name,
    presence: "installed",
    foundBy: "test",
  }));
}

function* readTar(tar: Buffer): Generator<[name: string, content: string]> {
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = tar.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    if (name === "") return;
    yield [name.replace(/^\.\//, ""), tar.toString("utf8", at + 512, at + 512 + size)];
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
