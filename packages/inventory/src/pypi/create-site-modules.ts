import type { FileIndex } from "@coppice/image";

/** Finds the paths in a site that a module has there: `name`, `name.py`, `name.cpython-311-x86_64-linux-gnu.so`. */
export type FindSiteModules = (site: string, module: string) => readonly string[];

/** Makes a function that looks into each site once, however many distributions it has. */
export function createSiteModules(index: FileIndex): FindSiteModules {
  const sites = new Map<string, ReadonlyMap<string, string[]>>();
  return (site, module) => {
    const modules = sites.get(site) ?? modulesIn(index, site);
    sites.set(site, modules);
    return modules.get(module) ?? [];
  };
}

function modulesIn(index: FileIndex, site: string): ReadonlyMap<string, string[]> {
  const modules = new Map<string, string[]>();
  for (const { path } of index.children(site)) {
    const name = path.slice(site.length + 1);
    const [module = ""] = name.split(".", 1);
    if (name !== module && !name.endsWith(".py") && !name.endsWith(".so")) continue;
    const others = modules.get(module);
    if (others) others.push(path);
    else modules.set(module, [path]);
  }
  return modules;
}
