/** A module that was compiled into a program. */
interface GoModule {
  readonly path: string;
  /** Such as `v1.2.3`; absent for what was built from a work tree. */
  readonly version?: string;
}

/** What the Go linker writes about a program. */
interface GoModules {
  /** The module that holds the program; absent where it was built without one. */
  readonly main?: GoModule;
  /** All others, what was put in their place in their place. */
  readonly dependencies: readonly GoModule[];
  /** Build settings, such as `-ldflags`. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * The lines that a Go program carries on its modules. See the documentation of Go's package `runtime/debug`,
 * `BuildInfo`.
 */
export function parseGoModules(text: string): GoModules {
  let main: GoModule | undefined;
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  let replace = (_module: GoModule): void => {};
  for (const line of text.split("\n")) {
    const [kind, first = "", second = ""] = line.split("\t");
    if (kind === "build") {
      readSetting(settings, line.slice("build\t".length));
      continue;
    }
    if (first === "") continue;
    const module = moduleOf(first, second);
    if (kind === "mod") {
      main = module;
      replace = (other) => {
        main = other;
      };
    } else if (kind === "dep") {
      const at = dependencies.push(module) - 1;
      replace = (other) => {
        dependencies[at] = other;
      };
    } else if (kind === "=>" && !isFolder(first)) {
      replace(module);
    }
  }
  return { ...(main && { main }), dependencies, settings };
}

function moduleOf(path: string, version: string): GoModule {
  return { path, ...(version !== "" && version !== "(devel)" && { version }) };
}

/** A folder in a module's place leaves the module's name as the only one that others know. */
function isFolder(path: string): boolean {
  return /^(?:\.{0,2}\/|[A-Za-z]:)/.test(path);
}

/** Keys and values are quoted as in Go where they have spaces and the like. */
function readSetting(settings: Map<string, string>, line: string): void {
  const equals = line.indexOf("=");
  if (equals <= 0) return;
  settings.set(line.slice(0, equals), unquote(line.slice(equals + 1)));
}

function unquote(text: string): string {
  if (text.startsWith("`") && text.endsWith("`") && text.length > 1) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    // Go's escapes beyond JSON's stand for what no version has.
    return text;
  }
}
