import { parentPath } from "@coppice/image";

/** Where LuaRocks keeps the records of a rock. */
export interface RockPlace {
  readonly name: string;
  /** With the revision after a hyphen. */
  readonly version: string;
  /** The tree that it was installed into, such as `/usr/local`. */
  readonly tree: string;
  /** Version of Lua that it was installed for. */
  readonly lua: string;
  /** Folder of the records of all rocks. */
  readonly rocks: string;
  /** Folder of its own. */
  readonly folder: string;
}

/** The place of `TREE/lib/luarocks/rocks-LUA/NAME/VERSION/FILE`; `undefined` where a path is no such. */
export function rockPlace(path: string): RockPlace | undefined {
  const folder = parentPath(path);
  const above = parentPath(folder);
  const rocks = parentPath(above);
  const library = parentPath(rocks);
  if (!library.endsWith("/lib/luarocks")) return undefined;
  const [, lua] = /^\/rocks-(\d[\d.]{0,9})$/.exec(rocks.slice(library.length)) ?? [];
  if (lua === undefined) return undefined;
  const tree = library.slice(0, -"/lib/luarocks".length) || "/";
  const name = above.slice(rocks.length + 1);
  return { name, version: folder.slice(above.length + 1), tree, lua, rocks, folder };
}
