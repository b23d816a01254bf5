import type { AuditEvent } from "./audit-event.ts";

/** A file beside the program that the kernel opened to execute it. */
export interface Interpreter {
  /** `exec`: it runs a script. `map`: it is the loader of an ELF program. */
  readonly kind: "exec" | "map";
  readonly path: string;
  /** It is what the process runs, by the kernel's account of it. */
  readonly last: boolean;
}

/**
 * The interpreters that an exec went through, in their order: the kernel lists the program first, then each interpreter
 * that a `#!` line names, then the loader that the last one names. Some kernels list the program twice.
 */
export function interpretersOf({ paths }: AuditEvent): readonly Interpreter[] {
  const names: string[] = [];
  for (const { name } of paths) {
    if (name !== undefined && name !== "" && name !== names[names.length - 1]) names.push(name);
  }
  const others = names.slice(1);
  const scripts = others.filter((name) => !isLoader(name)).length;
  return others.map((path, index) => ({
    kind: isLoader(path) ? "map" : "exec",
    path,
    last: !isLoader(path) && index === scripts - 1,
  }));
}

/** Whether a path is called as loaders are: `ld-linux-x86-64.so.2`, `ld-musl-x86_64.so.1`, `ld64.so.2`, `ld.so.1`. */
function isLoader(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.startsWith("ld") && name.includes(".so");
}
