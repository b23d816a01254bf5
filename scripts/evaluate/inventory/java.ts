import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import process from "node:process";
import { createFileIndex } from "@coppice/image";
import { inventory, javaExtractor, parseJarManifest } from "@coppice/inventory";
import type { FileEntry, FileTree, Package } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/**
 * Manifests of real JARs, beside what they are when their lines are joined; and the JARs of a local Maven repository
 * (`MAVEN_REPOSITORY`, by default `~/.m2/repository`; left out where there is none), identified without their place in
 * it and compared with the coordinates that the place tells.
 */
export async function* javaRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  const known = readManifest(folder).some((row) => row.get("path") === "jar-manifests/");
  if (known) yield manifestRow(join(folder, "jar-manifests"));
  const repository = process.env["MAVEN_REPOSITORY"] ?? join(homedir(), ".m2/repository");
  if (existsSync(repository)) yield await repositoryRow(repository);
}

function manifestRow(folder: string): Row {
  const files = readdirSync(folder).filter((name) => name.endsWith(".MF"));
  const equal = files.filter((name) => {
    const wanted = readFileSync(join(folder, `${name}.want`), "utf8");
    const [main = ""] = wanted.replaceAll("\r", "").replaceAll("\n ", "").split("\n\n", 1);
    const found = parseJarManifest(readFileSync(join(folder, name)));
    const lines = main.split("\n").filter((line) => line.includes(":"));
    return (
      lines.length === found.size &&
      lines.every((line) => {
        const colon = line.indexOf(":");
        return found.get(line.slice(0, colon).toLowerCase()) === line.slice(colon + 1).trim();
      })
    );
  });
  const values = { expected: files.length, equal: equal.length };
  return { name: "jar-manifests", values, passed: equal.length === files.length };
}

async function repositoryRow(repository: string): Promise<Row> {
  const wanted = new Map(
    readdirSync(repository, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".jar"))
      .map((path) => [`/lib/${basename(path)}`, join(repository, path)]),
  );
  const bom = await inventory(treeOf(wanted), {
    subject: { name: "repository", digest: "sha256:00" },
    extractors: [javaExtractor],
  });
  const found = bom.packages.filter(({ location }) => wanted.has(location ?? ""));
  const expectedOf = ({ location = "" }: Package) =>
    coordinatesOf(relative(repository, wanted.get(location) ?? ""));
  const named = found.filter(({ purl }) => purl !== undefined);
  const right = named.filter((each) => `${each.name}:${each.version}` === expectedOf(each));
  const versions = found.filter((each) => {
    const artifact = each.name.slice(each.name.indexOf(":") + 1);
    return expectedOf(each).endsWith(`:${artifact}:${each.version}`);
  });
  const precision = right.length / named.length;
  const recall = right.length / wanted.size;
  return {
    name: "local Maven repository",
    values: {
      expected: wanted.size,
      "artifact and version": versions.length,
      "with a group": named.length,
      right: right.length,
      precision: precision.toFixed(3),
      recall: recall.toFixed(3),
    },
    passed: precision >= 0.98 && recall >= 0.9,
  };
}

/** `GROUP:ARTIFACT:VERSION` of a path `GROUP/AS/FOLDERS/ARTIFACT/VERSION/file`. */
function coordinatesOf(path: string): string {
  const [version, artifact, ...groups] = dirname(path).split(sep).reverse();
  return `${groups.reverse().join(".")}:${artifact}:${version}`;
}

/** A tree of files of this machine under other paths. */
function treeOf(files: ReadonlyMap<string, string>): FileTree {
  const facts = { mode: 0o644, uid: 0, gid: 0 };
  const folder: FileEntry = { path: "/lib", type: "directory", size: 0, ...facts };
  const entries = [...files].map(
    ([path, file]): FileEntry => ({ path, type: "file", size: statSync(file).size, ...facts }),
  );
  return {
    ...createFileIndex([folder, ...entries]),
    read: async function* (path, range) {
      yield readFileSync(files.get(path) ?? "").subarray(range?.start, range?.end);
    },
  };
}
