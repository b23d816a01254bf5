import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createFileIndex, scanTar } from "@coppice/image";
import { inventory } from "@coppice/inventory";
import type { Bom, ElfFacts, FileEntry, FileTree, FileType } from "@coppice/types";
import { readTable } from "./manifest.ts";

/** A recorded root file system: its tables as a Bom, its trace, and what another planner made of it. */
export interface PlannerCase {
  readonly bom: Bom;
  readonly trace: Uint8Array;
  readonly expected: PlannerExpectation;
}

/** What another planner found. */
interface PlannerExpectation {
  readonly packages: number;
  readonly used_packages_with_client: readonly string[];
  readonly used_packages_without_client: readonly string[];
}

const types: { readonly [letter: string]: FileType } = {
  f: "file",
  d: "directory",
  l: "symlink",
  c: "character-device",
  b: "block-device",
  p: "fifo",
  s: "socket",
};

/** Reads the case in `folder`: tables of files and ELF facts, dpkg's records, a trace and the expectation. */
export async function readPlannerCase(folder: string): Promise<PlannerCase> {
  const gunzip = (name: string): Buffer => gunzipSync(readFileSync(join(folder, name)));
  const tables = readTable(gunzip("files.tsv.gz").toString());
  const contents = await readDatabase(gunzip("dpkg-info.tar.gz"));
  contents.set("/var/lib/dpkg/status", gunzip("dpkg-status.gz"));
  const entries = tables.map(toEntry);
  for (const [path, bytes] of contents) {
    entries.push({ path, type: "file", mode: 0o644, uid: 0, gid: 0, size: bytes.length });
  }
  const index = createFileIndex(entries);
  const tree: FileTree = {
    ...index,
    async *read(path, range) {
      const found = index.resolve(path);
      const bytes = contents.get(found.path) ?? new Uint8Array();
      yield range ? bytes.subarray(range.start, range.end) : bytes;
    },
  };
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
  const subject = { name: expected.image, digest: `case:${expected.image}` };
  const scanned = await inventory(tree, { subject, onProblem: () => undefined });
  const elf = existsSync(join(folder, "elf.tsv.gz"))
    ? readElfTable(gunzip("elf.tsv.gz").toString())
    : new Map<string, ElfFacts>();
  const shebangs = new Map(tables.map((row) => [row.get("path"), row.get("shebang") ?? ""]));
  const files = (scanned.files ?? []).map((file) => {
    const facts = elf.get(file.path);
    const [interpreter = "", argument] = (shebangs.get(file.path) ?? "")
      .replace(/^#! */, "")
      .split(/ +(.*)/, 2);
    return {
      ...file,
      ...(facts && { elf: facts }),
      ...(interpreter !== "" && {
        shebang: { interpreter, ...(argument ? { argument } : {}) },
      }),
    };
  });
  return { bom: { ...scanned, files }, trace: gunzip("trace.strace.gz"), expected };
}

function toEntry(row: ReadonlyMap<string, string>): FileEntry {
  const type = types[row.get("type") ?? ""] ?? "file";
  const target = row.get("link") ?? "";
  return {
    path: row.get("path") ?? "",
    type,
    mode: Number.parseInt(row.get("mode") ?? "", 8),
    uid: Number(row.get("uid")),
    gid: Number(row.get("gid")),
    size: type === "file" ? Number(row.get("size")) : 0,
    ...(type === "symlink" ? { target } : {}),
  };
}

async function readDatabase(tar: Uint8Array): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for await (const member of scanTar([tar])) {
    if (member.type !== "file") continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of member.content()) chunks.push(chunk);
    const name = member.path.slice(member.path.lastIndexOf("/") + 1);
    contents.set(`/var/lib/dpkg/info/${name}`, Buffer.concat(chunks));
  }
  return contents;
}

function readElfTable(text: string): Map<string, ElfFacts> {
  return new Map(
    readTable(text).map((row) => {
      const list = (name: string, separator: string): readonly string[] =>
        (row.get(name) ?? "").split(separator).filter((value) => value !== "");
      const interpreter = row.get("interp") ?? "";
      const soname = row.get("soname") ?? "";
      const runpath = list("runpath", ":");
      return [
        row.get("path") ?? "",
        {
          bits: 64,
          machine: 62,
          type: "shared",
          needed: list("needed", ","),
          ...(interpreter === "" ? {} : { interpreter }),
          ...(soname === "" ? {} : { soname }),
          ...(runpath.length === 0 ? {} : { runpath }),
        },
      ] as const;
    }),
  );
}
