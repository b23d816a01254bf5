import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** A library that a .NET application was published with. */
export interface DotnetLibrary {
  readonly name: string;
  readonly version: string;
  /** `package`, `project`, `runtimepack`, `reference` or another word. */
  readonly type: string;
  /** In base64, of the package's archive. */
  readonly sha512?: string;
  /** Its files as the package has them; published ones may have lost the folders before their name. */
  readonly files: readonly string[];
  /** Name and version of what it needs. */
  readonly dependencies: readonly (readonly [name: string, version: string])[];
}

const assetKinds = ["runtime", "native", "resources", "runtimeTargets"] as const;

/**
 * The libraries in an application's `*.deps.json`, in its order; `undefined` where the bytes are no such file. See
 * "Runtime configuration files" of .NET's SDK, `runtime-configuration-file.md`.
 */
export function parseDepsJson(bytes: Uint8Array): readonly DotnetLibrary[] | undefined {
  const root = membersOf(parseJson(bytes));
  const libraries = root.get("libraries");
  const targets = membersOf(root.get("targets"));
  if (libraries === undefined || !root.has("targets")) return undefined;
  const target = root.get("runtimeTarget");
  const targetName = textOf(target) ?? textOf(membersOf(target).get("name"));
  const [first] = targets.values();
  const parts = membersOf(targetName === undefined ? first : targets.get(targetName));
  const found: DotnetLibrary[] = [];
  for (const [key, value] of membersOf(libraries)) {
    const slash = key.lastIndexOf("/");
    if (slash <= 0 || slash === key.length - 1) continue;
    const library = membersOf(value);
    const part = membersOf(parts.get(key));
    const hash = textOf(library.get("sha512"));
    found.push({
      name: key.slice(0, slash),
      version: key.slice(slash + 1),
      type: textOf(library.get("type")) ?? "",
      ...(hash?.startsWith("sha512-") && { sha512: hash.slice("sha512-".length) }),
      files: assetKinds.flatMap((kind) => [...membersOf(part.get(kind)).keys()]),
      dependencies: [...membersOf(part.get("dependencies"))].map(
        ([name, version]) => [name, textOf(version) ?? ""] as const,
      ),
    });
  }
  return found;
}

/**
 * Name and version of the shared frameworks that a `*.runtimeconfig.json` asks for; none where it asks for none, or is no
 * such file.
 */
export function parseRuntimeConfig(
  bytes: Uint8Array,
): readonly (readonly [name: string, version: string])[] {
  const options = membersOf(membersOf(parseJson(bytes)).get("runtimeOptions"));
  return [options.get("framework"), ...elementsOf(options.get("frameworks"))].flatMap((each) => {
    const name = textOf(membersOf(each).get("name"));
    return name === undefined
      ? []
      : [[name, textOf(membersOf(each).get("version")) ?? ""] as const];
  });
}
