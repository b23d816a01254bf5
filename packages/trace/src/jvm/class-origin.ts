import { pathOfFileUrl } from "../v8-coverage/path-of-file-url.ts";

/**
 * Where the JVM says that a class came from. `archive`: a JAR or the like, or one in it. `folder`: one with files of
 * classes. `image`: a module of Java's runtime image. `shared`: an archive of class data sharing, which does not tell the
 * file that it was made from. `elsewhere`: what has a URL but no path. `untold`: a program's own loader defined it, from a
 * file or from what it made. `nowhere`: it was made at run time.
 */
export type ClassOrigin =
  | { readonly kind: "archive"; readonly path: string; readonly member?: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "image" | "elsewhere"; readonly url: string }
  | { readonly kind: "shared" | "untold" | "nowhere" };

/**
 * Reads the source of a class: `jrt:/java.base`, `file:/app.jar`, `file:/classes/`, `jar:file:/app.jar!/BOOT-INF/lib/x.jar!/`,
 * `jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/` of Spring Boot 3.2, a bare path, `shared objects file`, or the name of the class
 * or of the part of the JVM that made it.
 */
export function classOrigin(source: string): ClassOrigin {
  if (source.startsWith("jrt:/")) return { kind: "image", url: source };
  if (source.startsWith("shared objects file")) return { kind: "shared" };
  if (source === "" || source === "__JVM_DefineClass__") return { kind: "untold" };
  if (source.startsWith("/")) return pathOrigin(source);
  const place = source.startsWith("jar:") ? source.slice("jar:".length) : source;
  const whole = place.endsWith("!/") ? place.slice(0, -"!/".length) : place;
  const nested = whole.startsWith("nested:/");
  const url = nested ? `file:${whole.slice("nested:".length)}` : whole;
  const path = pathOfFileUrl(url);
  if (path !== undefined) return pathOrigin(path, nested ? "/!" : "!/");
  return source.includes(":") ? { kind: "elsewhere", url: source } : { kind: "nowhere" };
}

/** `between` stands between the path of an archive and that inside it. */
function pathOrigin(path: string, between = "!/"): ClassOrigin {
  const end = path.indexOf(between);
  if (end > 0) {
    const member = path.slice(end + between.length);
    const inner = member.endsWith("/") ? member.slice(0, -1) : member;
    const archive = { kind: "archive", path: path.slice(0, end) } as const;
    return inner === "" ? archive : { ...archive, member: inner };
  }
  return path.endsWith("/") ? { kind: "folder", path } : { kind: "archive", path };
}
