import type { Problem } from "@coppice/types";
import type { LockedPackage } from "./locked-package.ts";
import type { LockedImporter, Lockfile } from "./lockfile.ts";
import { LockfileError } from "./lockfile-error.ts";
import type { LockfileDraft, LockfileInput, LockfileReader } from "./lockfile-reader.ts";
import { purlOf } from "./purl-of.ts";
import { quote } from "./quote.ts";

/** A lockfile from what its reader gave: every key once, with purls. */
export function finishLockfile(
  { format, ecosystem }: LockfileReader,
  draft: LockfileDraft,
  input: LockfileInput,
  about: { readonly name: string; readonly problems: readonly Problem[] },
): Lockfile {
  const { limits } = input;
  if (draft.importers.length + draft.packages.length > limits.packages) {
    throw new LockfileError(
      "TOO_MANY_PACKAGES",
      `${about.name} has more than ${limits.packages} packages; raise limits.packages to read it`,
    );
  }
  const keys = new Set<string>();
  const isNew = ({ key, line }: { readonly key: string; readonly line?: number }): boolean => {
    if (keys.has(key)) {
      input.report(
        "ENTRY_REPEATED",
        `${quote(key, ecosystem)} is there twice; the first one counts`,
        line,
      );
      return false;
    }
    keys.add(key);
    return true;
  };
  const importers = draft.importers.filter(isNew).map((importer): LockedImporter => {
    const { name, version } = importer;
    const purl = name === undefined ? undefined : purlOf({ ecosystem, name, version });
    return purl === undefined ? importer : { ...importer, purl };
  });
  const packages = draft.packages.filter(isNew).map((draftPackage): LockedPackage => {
    const { qualifiers, ...found } = draftPackage;
    const full = { ...found, ecosystem: found.ecosystem ?? ecosystem };
    const purl = purlOf({ ...full, ...(qualifiers && { qualifiers }) });
    return purl === undefined ? full : { ...full, purl };
  });
  return {
    format,
    ...(draft.version !== undefined && { version: draft.version }),
    ecosystem,
    name: about.name,
    extent: draft.extent ?? "resolved",
    importers,
    packages,
    registries: draft.registries ?? [],
    includes: draft.includes ?? [],
    problems: about.problems,
  };
}
