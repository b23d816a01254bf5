import { joinPath, parentPath } from "@coppice/image";
import type { BomFile, Reason } from "@coppice/types";
import type { Need, PlanContext } from "./plan-context.ts";
import { requirementsOf, satisfy } from "./requirement.ts";
import { isFolder } from "./subject-model.ts";

/** What a file that stays calls for in turn. */
export function* fileNeeds(context: PlanContext, file: BomFile): Generator<Need, void, undefined> {
  const { model, policy } = context;
  for (const requirement of requirementsOf(file)) {
    const found = satisfy(model, file, requirement);
    if (found === undefined) continue;
    const reason = { rule: requirement.rule, because: file.path, detail: requirement.wanted };
    for (const path of [...found.links, found.path]) yield { path, reason };
  }
  if (isFolder(model, file)) return;
  const reason = (rule: string): Reason => ({ rule, because: file.path });
  const { attribution } = file;
  if (attribution.kind === "owned") {
    for (const id of attribution.by) yield { package: id, reason: reason("owns") };
  }
  const [maker] = attribution.kind === "derived" ? attribution.by : [];
  if (maker !== undefined) yield { package: maker, reason: reason("derives") };
  if (policy.mode === "files") yield* nameServiceModules(context, file);
}

/**
 * The modules that a C library loads by name from its own folder to look up users and hosts (nsswitch.conf(5)); no
 * object lists them as needed, and a trace shows only those of the names that were looked up.
 */
function* nameServiceModules(
  { model }: PlanContext,
  file: BomFile,
): Generator<Need, void, undefined> {
  if (file.elf?.soname !== "libc.so.6") return;
  for (const entry of model.index.children(parentPath(file.path))) {
    const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
    if (name.startsWith("libnss_") && name.endsWith(".so.2")) {
      yield { path: entry.path, reason: { rule: "name-service", because: file.path } };
    }
  }
}

/** Paths of the records that make a language package installed, such as `METADATA` or `package.json`. */
export function metadataPaths({ model }: PlanContext, location: string): readonly string[] {
  const resolved = model.index.resolve(location);
  if (!resolved.found) return [];
  if (resolved.entry.type !== "directory") return [resolved.path];
  if (/\.(dist|egg)-info$/.test(resolved.path)) {
    return model.index
      .children(resolved.path)
      .filter((entry) => entry.type === "file")
      .map((entry) => entry.path);
  }
  return [joinPath(resolved.path, "package.json")];
}
