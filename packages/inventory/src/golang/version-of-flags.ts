/**
 * The version that a program's build gave to the linker for a variable (`-X main.version=1.2.3`), in the form of a
 * module's; `undefined` where it gave none, or several that differ. Only variables named `version` of the program's own
 * packages count: libraries are given versions in the same way.
 */
export function versionOfFlags(flags: string, mainModule: string): string | undefined {
  const versions = new Set<string>();
  for (const word of flags.split(/[\s"']/)) {
    const setting = word.startsWith("-X=") ? word.slice("-X=".length) : word;
    const equals = setting.indexOf("=");
    const variable = setting.slice(0, Math.max(equals, 0));
    const dot = variable.lastIndexOf(".");
    const module = variable.slice(0, Math.max(dot, 0));
    const isOwn = module === "main" || module === mainModule || module.startsWith(`${mainModule}/`);
    if (!isOwn || variable.slice(dot + 1).toLowerCase() !== "version") continue;
    const [, version] =
      /^v?(\d+\.\d+\.\d+(?:[-+][\w.+-]{1,64})?)$/.exec(setting.slice(equals + 1)) ?? [];
    if (version !== undefined) versions.add(`v${version}`);
  }
  const [version] = versions;
  return versions.size === 1 ? version : undefined;
}
