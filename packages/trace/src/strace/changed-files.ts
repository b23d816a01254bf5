import type { Place } from "../places/place.ts";
import { chargeCopies, countNames, type OpenFileCount } from "./open-files.ts";

/** What lies at a path since the log changed it: a link, or what the image or something else has in another place. */
export type Change = ChangedLink | MovedFile;

interface ChangedLink {
  readonly kind: "link";
  /** `undefined` when the log cut it. */
  readonly target: string | undefined;
}

interface MovedFile {
  readonly kind: "moved";
  /** Where the image has it; `undefined` when that cannot be told. */
  readonly from: Place | undefined;
}

/** A name at which, or below which, something changed. */
export interface ChangedName {
  change: Change | undefined;
  below: Map<string, ChangedName>;
}

/** What changed, name by name from the root, so that no step on a path costs more than its name. */
export interface ChangedFiles {
  readonly top: ChangedName;
  /** How many names there are. */
  count: number;
  /** How many share them, as the processes of a mount namespace do its mounts. */
  owners: number;
}

/** What links, renames and mounts of a log changed. Each mount namespace has mounts of its own. */
export interface Changes {
  readonly files: ChangedFiles;
  readonly mounts: ChangedFiles;
}

export function createChangedFiles(): ChangedFiles {
  return { top: createName(), count: 0, owners: 1 };
}

function createName(): ChangedName {
  return { change: undefined, below: new Map() };
}

/** A copy, for a new mount namespace. */
export function copyChangedFiles(total: OpenFileCount, { top, count }: ChangedFiles): ChangedFiles {
  countNames(total, count);
  return { top: copyName(total, top).name, count, owners: 1 };
}

export function shareChangedFiles(changed: ChangedFiles): ChangedFiles {
  changed.owners++;
  return changed;
}

/** Lets go of what was shared; the last owner's letting go forgets it. */
export function releaseChangedFiles(total: OpenFileCount, changed: ChangedFiles): void {
  if (--changed.owners === 0) countNames(total, -changed.count);
}

/** Whether nothing has changed, so that all paths lead where the image says. */
function isUnchanged({ files, mounts }: Changes): boolean {
  return files.count === 0 && mounts.count === 0;
}

/** Records what lies at a path; `undefined` for what the image has. */
export function changePath(
  total: OpenFileCount,
  changed: ChangedFiles,
  path: string,
  change: Change | undefined,
): void {
  const name = change ? makeName(total, changed, path) : findName(changed, path);
  if (name) name.change = change;
  if (name && !change && name.below.size === 0) removeName(total, changed, path);
}

/** Moves what changed below a folder to below another one. */
export function moveChanges(
  total: OpenFileCount,
  changed: ChangedFiles,
  from: string,
  to: string,
): void {
  const name = findName(changed, from);
  if (name === undefined || name.below.size === 0) return;
  const { below } = name;
  name.below = new Map();
  if (name.change === undefined) removeName(total, changed, from);
  const target = makeName(total, changed, to);
  forget(total, changed, target.below);
  target.below = below;
}

/** Shows what changed below a folder below another one too. */
export function copyChanges(
  total: OpenFileCount,
  changed: ChangedFiles,
  from: string,
  to: string,
): void {
  const name = findName(changed, from);
  if (name === undefined || name.below.size === 0) return;
  const copy = copyName(total, name);
  const target = makeName(total, changed, to);
  forget(total, changed, target.below);
  target.below = copy.name.below;
  count(total, changed, copy.count);
}

/** The change at a path itself. */
export function changeAt({ files, mounts }: Changes, path: string): Change | undefined {
  return findName(mounts, path)?.change ?? findName(files, path)?.change;
}

/**
 * Where the image has what lies at a place with no link in it: the place itself unless it, or a folder above it, was
 * renamed, linked or mounted. `undefined` when that cannot be told.
 */
export function originOf(changes: Changes, place: Place): Place | undefined {
  if (!place.inside || isUnchanged(changes)) return place;
  let file: ChangedName | undefined = changes.files.top;
  let mount: ChangedName | undefined = changes.mounts.top;
  let moved: MovedFile | undefined;
  let movedAt = 0;
  let at = 0;
  for (const name of namesOf(place.path)) {
    file = file?.below.get(name);
    mount = mount?.below.get(name);
    at += name.length + 1;
    const change = mount?.change ?? file?.change;
    if (change?.kind === "moved") [moved, movedAt] = [change, at];
  }
  if (moved === undefined) return place;
  if (!moved.from?.inside) return moved.from;
  const rest = place.path.slice(movedAt);
  return { inside: true, path: moved.from.path === "/" ? rest || "/" : moved.from.path + rest };
}

function namesOf(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

function findName({ top }: ChangedFiles, path: string): ChangedName | undefined {
  let at: ChangedName | undefined = top;
  for (const name of namesOf(path)) {
    at = at.below.get(name);
    if (at === undefined) return undefined;
  }
  return at;
}

function makeName(total: OpenFileCount, changed: ChangedFiles, path: string): ChangedName {
  let at = changed.top;
  for (const name of namesOf(path)) {
    let next = at.below.get(name);
    if (next === undefined) {
      next = createName();
      at.below.set(name, next);
      count(total, changed, 1);
    }
    at = next;
  }
  return at;
}

/** Removes a name that has nothing below it, and those above that led to it alone. */
function removeName(total: OpenFileCount, changed: ChangedFiles, path: string): void {
  const names = namesOf(path);
  const above: ChangedName[] = [changed.top];
  for (const name of names) {
    const next = above.at(-1)?.below.get(name);
    if (next) above.push(next);
  }
  for (let depth = names.length; depth > 0; depth--) {
    const here = above[depth];
    if (here === undefined || here.change !== undefined || here.below.size > 0) return;
    above[depth - 1]?.below.delete(names[depth - 1] ?? "");
    count(total, changed, -1);
  }
}

function copyName(
  total: OpenFileCount,
  name: ChangedName,
): { readonly name: ChangedName; readonly count: number } {
  const copy: ChangedName = { change: name.change, below: new Map() };
  const pending: (readonly [ChangedName, ChangedName])[] = [[name, copy]];
  let copied = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [from, to] = next;
    chargeCopies(total, from.below.size);
    copied += from.below.size;
    for (const [key, child] of from.below) {
      const twin: ChangedName = { change: child.change, below: new Map() };
      to.below.set(key, twin);
      pending.push([child, twin]);
    }
  }
  return { name: copy, count: copied };
}

function forget(
  total: OpenFileCount,
  changed: ChangedFiles,
  below: ReadonlyMap<string, ChangedName>,
): void {
  const pending = [...below.values()];
  for (let next = pending.pop(); next; next = pending.pop()) {
    count(total, changed, -1);
    for (const child of next.below.values()) pending.push(child);
  }
}

function count(total: OpenFileCount, changed: ChangedFiles, more: number): void {
  changed.count += more;
  countNames(total, more);
}
