import { decodeName, parentPath } from "@coppice/image";
import { type FileTree, readBytes } from "@coppice/types";
import { databasePath } from "./database-path.ts";
import { editAlternatives } from "./edit-alternatives.ts";
import { type DpkgRemains, editDpkgStatus } from "./edit-status.ts";
import { keepLines } from "./keep-lines.ts";

/** New contents of database files by path; undefined for a file that goes, since nothing is left in it. */
export type DatabaseEdits = ReadonlyMap<string, Uint8Array | undefined>;

const folder = "/var/lib/dpkg";
const alternativesFolder = `${folder}/alternatives`;

/**
 * Makes dpkg's database true of what stays: what it lists is what is there. Reads the database of `tree`, of which
 * `paths` are the files that stay. Maintainer scripts are neither run nor changed.
 */
export async function editDpkgDatabase(
  tree: FileTree,
  paths: Iterable<string>,
  stays: DpkgRemains,
): Promise<DatabaseEdits> {
  const diversions = await readDiversions(tree);
  const edits = new Map<string, Uint8Array | undefined>();
  for (const path of paths) {
    const editor = editorOf(path);
    if (editor === undefined) continue;
    const before = await readBytes(tree, path);
    const after = editor(before, stays, diversions);
    if (after?.length !== before.length) edits.set(path, after);
  }
  return edits;
}

/** Whether {@link editDpkgDatabase} changes the file at `path` where it lists what goes. */
export function isEdited(path: string): boolean {
  return editorOf(path) !== undefined;
}

/** Whether the file at `path` goes when nothing that it lists is there. */
export function mayGo(path: string): boolean {
  return parentPath(path) === alternativesFolder;
}

type Editor = (
  bytes: Uint8Array,
  remains: DpkgRemains,
  diversions: Diversions,
) => Uint8Array | undefined;

function editorOf(path: string): Editor | undefined {
  const place = databasePath(path);
  if (place?.kind === "package-record") {
    const { name } = place;
    if (path.endsWith(".list")) return editLines((line) => line, name);
    if (path.endsWith(".md5sums")) return editLines(md5sumPath, name);
    if (path.endsWith(".conffiles"))
      return editLines((line) => line.replace(/^remove-on-upgrade /, ""), name);
    return parentPath(path) === `${folder}/status.d` ? editDpkgStatus : undefined;
  }
  switch (path) {
    case `${folder}/status`:
      return editDpkgStatus;
    case `${folder}/diversions`:
      return editDiversions;
    case `${folder}/statoverride`:
      return editLines((line) => line.split(" ").slice(3).join(" "));
    case `${folder}/triggers/File`:
      return editTriggers((line) => line.slice(line.lastIndexOf(" ") + 1));
  }
  switch (parentPath(path)) {
    case alternativesFolder:
      return (bytes, { hasPath }) => editAlternatives(bytes, (choice) => hasPath(choice));
    case `${folder}/triggers`:
      return editTriggers((line) => line);
  }
  return undefined;
}

/** Keeps lines whose path is there; a path that another package than `name` diverts lives elsewhere. */
function editLines(pathOf: (line: string) => string, name?: string): Editor {
  return (bytes, { hasPath }, diversions) =>
    keepLines(bytes, (line) => {
      const path = pathOf(line);
      const diversion = diversions.get(path);
      return path === "/." || hasPath(diversion && diversion.by !== name ? diversion.to : path);
    });
}

/** The path of a line `md5  usr/bin/name`. */
function md5sumPath(line: string): string {
  return `/${line.slice(line.indexOf(" ")).trimStart()}`;
}

/** Interest in triggers, by package: `NAME`, `NAME:ARCH`, either with `/noawait`. */
function editTriggers(packageOf: (line: string) => string): Editor {
  return (bytes, { hasPackage }) =>
    keepLines(bytes, (line) => {
      const [name = "", architecture] = packageOf(line)
        .replace(/\/noawait$/, "")
        .split(":");
      return hasPackage(name, architecture);
    });
}

/** Diversions come as triples of lines: the path, where it lives instead, and the package, or `:`, that asked for it. */
const editDiversions: Editor = (bytes, { hasPackage, hasPath }) => {
  const triples = decodeName(bytes).split("\n");
  let index = 0;
  return keepLines(bytes, () => {
    const at = index - (index++ % 3);
    const [to = "", by = ":"] = triples.slice(at + 1, at + 3);
    // What is diverted is on record under its old name, which is true only together with the diversion.
    return by === ":" || hasPackage(by) || hasPath(to);
  });
};

type Diversions = ReadonlyMap<string, Diversion>;

interface Diversion {
  readonly to: string;
  readonly by: string;
}

async function readDiversions(tree: FileTree): Promise<Diversions> {
  const path = `${folder}/diversions`;
  const diversions = new Map<string, Diversion>();
  if (!tree.resolve(path).found) return diversions;
  const lines = decodeName(await readBytes(tree, path)).split("\n");
  for (let index = 0; index + 2 < lines.length; index += 3) {
    const [from = "", to = "", by = ""] = lines.slice(index, index + 3);
    diversions.set(from, { to, by });
  }
  return diversions;
}
